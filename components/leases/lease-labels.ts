import type { BadgeTone } from "@/components/ui/badge";
import type { EndReason, LeaseMeta, LeaseState } from "@/lib/leases/model";

/** What is to be said of a lease in a word or two. */
export const STATES: Readonly<Record<LeaseState, { readonly label: string; readonly tone: BadgeTone }>> = {
  making: { label: "Being made", tone: "accent" },
  active: { label: "Active", tone: "success" },
  ending: { label: "Ending", tone: "warning" },
  attention: { label: "Needs attention", tone: "danger" },
  ended: { label: "Ended", tone: "neutral" },
};

const REASONS: Readonly<Record<EndReason, string>> = {
  expired: "its time was over",
  revoked: "somebody ended it",
  keyEnded: "its API key ended",
  failed: "it could not be made",
  abandoned: "the program ended while it was made",
  forgotten: "given up; the user may still be there",
};

/** Why it ended. */
export function reasonWords({ endReason }: Pick<LeaseMeta, "endReason">): string {
  return endReason === null ? "" : REASONS[endReason];
}

export const KINDS = { postgres: "PostgreSQL", mysql: "MySQL or MariaDB" } as const;
