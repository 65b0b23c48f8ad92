/** Where a personal key was made: on the account page, or by signing in from a machine. */
export const KEY_ORIGINS = ["account", "device"] as const;
export type KeyOrigin = (typeof KEY_ORIGINS)[number];

/** How many personal keys a person may have. */
export const PERSONAL_KEYS_MAX = 50;

const DAY_MS = 24 * 60 * 60 * 1_000;

/** All that may be shown of a personal key once it is made. Times are ISO 8601, UTC. */
export interface PersonalKeyMeta {
  readonly id: string;
  readonly name: string;
  readonly origin: KeyOrigin;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** To the minute. */
  readonly lastUsedAt: string | null;
  readonly lastUsedIp: string | null;
}

/** A key that was just made. `text` is the key itself: this answer is the only place where it ever stands. */
export interface CreatedPersonalKey {
  readonly key: PersonalKeyMeta;
  readonly text: string;
}

/** A name, with a number after it where it is taken. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let n = 2; ; n += 1) if (!taken.has(`${name} ${n}`)) return `${name} ${n}`;
}

export function daysAfter(time: Date, days: number): Date {
  return new Date(time.getTime() + days * DAY_MS);
}

/** When a key ends: as it was made, or earlier where the organisation became stricter since. */
export function endOf(key: { readonly createdAt: Date; readonly expiresAt: Date }, daysMax: number): Date {
  const latest = daysAfter(key.createdAt, daysMax);
  return new Date(Math.min(key.expiresAt.getTime(), latest.getTime()));
}
