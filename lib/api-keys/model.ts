import type { KeyKind, Permission } from "@/lib/authorization/permission";

export const KEY_NAME_LENGTH_MAX = 80;
/** How many names a key may be narrowed to. */
export const ALLOWED_NAMES_MAX = 500;
/** How many secrets these names may stand for: a key of several environments holds one of each. */
export const ALLOWED_SECRETS_MAX = 1_000;
const EXPIRY_DAYS_MAX = 3_650;
/** A key that ends within so many days ends soon. */
export const KEY_ENDS_SOON_DAYS = 14;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** Stands for every environment of a project. */
export const EVERY_ENVIRONMENT = "*";
/** Stands for a key without an end. */
export const NEVER = "never";
/** In the form: a day of one's own, which stands in the field beside it. */
export const ON_A_DAY = "day";

export type KeyStatus = "active" | "expired" | "revoked";

/** All that may be shown of an API key once it is made. */
export interface ApiKeyMeta {
  readonly id: string;
  /** The part of the key that finds it and gives nothing away, as in `sr_live_<public id>_…`. */
  readonly publicId: string;
  readonly name: string;
  readonly kind: KeyKind;
  /** Short name of its project; null: the whole organisation. */
  readonly project: string | null;
  /** Short name of its environment; null: every environment. */
  readonly environment: string | null;
  readonly permissions: readonly Permission[];
  /** The present names of the only secrets that it may use; null: every secret in its scope. */
  readonly secrets: readonly string[] | null;
  /** Names that it was narrowed to before keys held secrets by id, and that stood for none then. They open nothing. */
  readonly unresolvedNames: readonly string[];
  /** Whether its changes need no approval. */
  readonly skipsApproval: boolean;
  readonly status: KeyStatus;
  /** ISO 8601, UTC; null: it does not end by itself. */
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  readonly revokedBy: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
  /** To the minute. */
  readonly lastUsedAt: string | null;
  readonly lastUsedIp: string | null;
}

/** A key as the page of whoever made it lists it. */
export interface MadeKey {
  readonly id: string;
  readonly name: string;
  readonly kind: KeyKind;
  /** Null: the whole organisation. */
  readonly project: string | null;
  /** Null: every environment. */
  readonly environment: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
}

/** A key that was just made. `text` is the key itself: this answer is the only place where it ever stands. */
export interface CreatedApiKey {
  readonly key: ApiKeyMeta;
  readonly text: string;
  /** What whoever made it should think about, in words; empty when there is nothing. */
  readonly warnings: readonly string[];
}

export interface ApiKeyPage {
  readonly items: readonly ApiKeyMeta[];
  /** Opaque position after the last item, or null at the end. */
  readonly next: string | null;
}

/** By when they were used last: never, or not for so many days. One that was never used counts from when it was made. */
export const KEY_USES = ["never", "30d", "90d"] as const;
/** By when they end: soon, in the past, or never. */
export const KEY_ENDS = ["soon", "past", "none"] as const;

/** Which keys a list holds: those that were not revoked, or those that were. */
export const KEY_LISTS = ["kept", "revoked"] as const;
export type KeyList = (typeof KEY_LISTS)[number];

export function statusOf(
  { revokedAt, expiresAt }: { readonly revokedAt: Date | null; readonly expiresAt: Date | null },
  now: Date,
): KeyStatus {
  if (revokedAt !== null) return "revoked";
  return expiresAt !== null && expiresAt <= now ? "expired" : "active";
}

/**
 * When a key ends: `90d` from `now`, at the end of a day of UTC (`2027-01-31`), at a moment (ISO 8601 with its zone), or
 * null for `never`. Undefined for any other text.
 */
export function expiryOf(text: string, now: Date): Date | null | undefined {
  if (text === NEVER) return null;
  const [, days] = /^([1-9]\d{0,3})d$/.exec(text) ?? [];
  if (days !== undefined)
    return Number(days) <= EXPIRY_DAYS_MAX ? new Date(now.getTime() + Number(days) * DAY_MS) : undefined;
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return momentOf(`${text}T23:59:59.999Z`, text);
  const isMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  return isMoment ? momentOf(text, null) : undefined;
}

/** The moment that a text says, unless it has a day that is none: `Date` would take 31 February for 3 March. */
function momentOf(text: string, day: string | null): Date | undefined {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return undefined;
  return day === null || date.toISOString().startsWith(day) ? date : undefined;
}
