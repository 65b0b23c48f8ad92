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
