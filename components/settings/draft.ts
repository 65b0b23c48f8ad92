import type { LabelledChange } from "@/components/ui/change-lines";
import { durationOf, type OrganisationSettings } from "@/lib/organisation/model";
import type { FormState } from "@/lib/web/form-state";

/** The settings as they stand in the form, all as text: a length of time is an amount and its unit. */
export interface Draft {
  readonly name: string;
  readonly requiresSecondFactor: string;
  readonly session: string;
  readonly idle: string;
  readonly passwordSignIn: string;
  readonly signInBanner: string;
  /** One on each line. */
  readonly allowedPrivateHosts: string;
  readonly personalKeyDaysMax: string;
}

const DRAFT_FIELDS = [
  "name",
  "requiresSecondFactor",
  "session",
  "idle",
  "passwordSignIn",
  "signInBanner",
  "allowedPrivateHosts",
  "personalKeyDaysMax",
] as const;

const LABELS: Readonly<Record<keyof Draft, string>> = {
  name: "Organisation name",
  requiresSecondFactor: "Require a second factor",
  session: "Session length",
  idle: "Idle time",
  passwordSignIn: "Who may sign in by password",
  signInBanner: "Sign-in banner",
  allowedPrivateHosts: "Allowed private hosts",
  personalKeyDaysMax: "Longest personal key, in days",
};

/** Words for texts that are no words yet. */
const WORDS: Readonly<Record<string, string>> = {
  everyone: "Everyone",
  owners: "Only Owners",
  "": "(empty)",
};

export function draftOf(settings: OrganisationSettings): Draft {
  const { name, passwordSignIn, signInBanner, allowedPrivateHosts } = settings;
  return {
    name,
    requiresSecondFactor: settings.requiresSecondFactor ? "on" : "off",
    session: timeText(settings.sessionSecondsMax),
    idle: timeText(settings.idleSecondsMax),
    passwordSignIn,
    signInBanner,
    allowedPrivateHosts: allowedPrivateHosts.join("\n"),
    personalKeyDaysMax: String(settings.personalKeyDaysMax),
  };
}

function timeText(seconds: number): string {
  const { amount, unit } = durationOf(seconds);
  return `${amount} ${unit}`;
}

/** Amount and unit of a length of time in the draft. */
export function timeParts(text: string): { readonly amount: string; readonly unit: string } {
  const at = text.lastIndexOf(" ");
  return { amount: text.slice(0, at), unit: text.slice(at + 1) };
}

/** The draft as it was sent, when a form comes back from the server without JavaScript; else what it starts with. */
export function typedDraft(state: FormState<unknown>, initial: Draft): Draft {
  if (state.status !== "failed" || !Object.hasOwn(state.typed, "sessionUnit")) return initial;
  const { typed } = state;
  return {
    name: typed.name ?? "",
    requiresSecondFactor: typed.requiresSecondFactor === "on" ? "on" : "off",
    session: `${typed.sessionAmount ?? ""} ${typed.sessionUnit ?? ""}`,
    idle: `${typed.idleAmount ?? ""} ${typed.idleUnit ?? ""}`,
    passwordSignIn: typed.passwordSignIn ?? initial.passwordSignIn,
    signInBanner: typed.signInBanner ?? "",
    allowedPrivateHosts: typed.allowedPrivateHosts ?? "",
    personalKeyDaysMax: typed.personalKeyDaysMax ?? "",
  };
}

/** The fields in which `after` differs from `before`, in words. */
export function changesBetween(before: Draft, after: Draft): LabelledChange[] {
  return DRAFT_FIELDS.filter((field) => before[field] !== after[field]).map((field) => ({
    label: LABELS[field],
    from: WORDS[before[field]] ?? before[field],
    to: WORDS[after[field]] ?? after[field],
  }));
}
