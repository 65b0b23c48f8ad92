import { counted } from "@/lib/counted";
import type { EmailMessage } from "@/lib/net/mail";

/** A secret that is named in the digest. */
export interface DigestEntry {
  readonly project: string;
  readonly environment: string;
  readonly name: string;
}

export interface FailedEntry extends DigestEntry {
  readonly error: string | null;
}

export interface DueEntry extends DigestEntry {
  readonly nextAt: Date;
}

/** What is to be told: each list as far as it is named, and how many there are. */
export interface Digest {
  readonly failed: { readonly entries: readonly FailedEntry[]; readonly count: number };
  readonly overdue: { readonly entries: readonly DueEntry[]; readonly count: number };
  readonly soon: { readonly entries: readonly DueEntry[]; readonly count: number };
  /** Secrets whose value ends by itself within a week, or did within the last day. */
  readonly ending: { readonly entries: readonly DueEntry[]; readonly count: number };
}

/** How many secrets each part names. */
export const DIGEST_NAMED_MAX = 20;

/** The mail for one person; null where there is nothing to tell. Names and dates, never a value. */
export function digestEmail(
  to: string,
  origin: string,
  { failed, overdue, soon, ending }: Digest,
): EmailMessage | null {
  if (failed.count + overdue.count + soon.count + ending.count === 0) return null;
  const parts = [
    part("Rotation needs attention:", failed, (entry) => `${whereOf(entry)}: ${entry.error ?? "it failed"}`),
    part("The value ends by itself:", ending, (entry) => `${whereOf(entry)}, ${dayOf(entry.nextAt)}`),
    part("Overdue:", overdue, (entry) => `${whereOf(entry)}, since ${dayOf(entry.nextAt)}`),
    part("Due within seven days:", soon, (entry) => `${whereOf(entry)}, ${dayOf(entry.nextAt)}`),
  ];
  const urgent = failed.count + overdue.count + ending.count;
  const subject =
    urgent > 0
      ? `${counted(urgent, "secret")} ${urgent === 1 ? "needs" : "need"} rotation`
      : `${counted(soon.count, "secret")} due for rotation soon`;
  const text = [...parts.filter(Boolean), `Details: ${origin}/`, ""].join("\n\n");
  return { to, subject, text };
}

function part<Entry>(
  title: string,
  { entries, count }: { readonly entries: readonly Entry[]; readonly count: number },
  lineOf: (entry: Entry) => string,
): string {
  if (count === 0) return "";
  const more = count > entries.length ? [`  and ${(count - entries.length).toLocaleString("en")} more`] : [];
  return [title, ...entries.map((entry) => `  ${lineOf(entry)}`), ...more].join("\n");
}

function whereOf({ project, environment, name }: DigestEntry): string {
  return `${name} (${project}, ${environment})`;
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
