import type { Capability } from "@/lib/authorization/capability";
import { durationText } from "@/lib/quantity";
import type { ShownChange } from "../model";

/** How long access may be asked for, in days; 0 is for good. */
export const ACCESS_DAYS = [1, 7, 30, 90, 0] as const;

/** Access that a Member asks for, as they named it: they may not know whether it is there. */
export interface AccessAsked {
  readonly project: string;
  /** Null: every environment. */
  readonly environment: string | null;
  readonly secret: string | null;
  /** How names begin. */
  readonly pattern: string | null;
  readonly capability: Capability;
  readonly days: number;
  readonly reason: string;
}

export function shownAccess(asked: AccessAsked): ShownChange[] {
  const { project, environment, secret, pattern, capability, days, reason } = asked;
  const fact = (label: string, to: string) => ({ label, from: null, to });
  return [
    {
      title: accessTitle(asked),
      facts: [
        fact("Secrets", secret ?? (pattern === null ? "All" : `${pattern}*`)),
        fact("Project", project),
        fact("Environment", environment ?? "All"),
        fact("Capability", capability),
        fact("For", daysText(days)),
        fact("Reason", reason),
      ],
    },
  ];
}

export function daysText(days: number): string {
  return days === 0 ? "Good" : durationText(days * 86_400);
}

export function accessTitle({ project, environment, secret, pattern }: AccessAsked): string {
  const what = secret ?? (pattern === null ? "secrets" : `${pattern}*`);
  return `Access to ${what} in ${environment === null ? project : `${project}/${environment}`}`;
}
