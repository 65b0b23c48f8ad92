import { Issue } from "./setting-issue";

/**
 * The kinds of events of the audit log that may leave it. Changes of secrets, people, keys and settings stay for ever: they
 * are the change logs, and what rows grant is checked against them.
 */
export const PRUNABLE_KINDS = ["read", "signIn", "refusal"] as const;
export type PrunableKind = (typeof PRUNABLE_KINDS)[number];

type KeptDays = Readonly<Record<PrunableKind, number | null>>;

/** How long events are kept, and where they go before they leave. */
export interface Retention {
  /** Days; null: for ever. */
  readonly days: KeptDays;
  /** Absolute; null: nowhere. */
  readonly archiveDir: string | null;
}

export const KEPT_DAYS: KeptDays = { read: 90, signIn: null, refusal: null };

const EACH = /^(read|signIn|refusal)=(forever|[1-9]\d{0,4})$/;

/** Reads `read=90,signIn=365`; what is not named stays as it is by default. */
export function parseKeptDays(text: string): KeptDays | Issue {
  const days: Record<PrunableKind, number | null> = { ...KEPT_DAYS };
  for (const part of text.split(/[\s,]+/).filter(Boolean)) {
    const [, kind, amount] = EACH.exec(part) ?? [];
    const known = PRUNABLE_KINDS.find((one) => one === kind);
    if (!known) return new Issue("must look like read=90,signIn=365,refusal=forever, in days");
    days[known] = amount === "forever" ? null : Number(amount);
  }
  return days;
}
