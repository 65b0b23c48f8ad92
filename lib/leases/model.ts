import type { LeaseSource } from "./schema";

/** How often dropping a user may fail before somebody has to look at it. It is tried again all the same. */
export const ATTEMPTS_MAX = 5;

/**
 * `making`: nobody knows yet whether the user is there; `ending`: it is to be dropped, and is not yet; `attention`: that failed
 * again and again.
 */
export const LEASE_STATES = ["making", "active", "ending", "attention", "ended"] as const;
export type LeaseState = (typeof LEASE_STATES)[number];

/**
 * `expired`: by itself; `revoked`: somebody ended it; `keyEnded`: its API key was revoked; `failed`: it could not be made;
 * `abandoned`: the program ended while it was made; `forgotten`: somebody gave up dropping its user.
 */
export const END_REASONS = ["expired", "revoked", "keyEnded", "failed", "abandoned", "forgotten"] as const;
export type EndReason = (typeof END_REASONS)[number];

/** All that may be shown of a lease. Times are ISO 8601, UTC. */
export interface LeaseMeta {
  readonly id: string;
  readonly project: string;
  readonly environment: string;
  readonly source: string;
  /** The user in the database. */
  readonly user: string;
  readonly state: LeaseState;
  readonly createdAt: string;
  /** The name of the API key, or the address of the person who tested the source. */
  readonly createdBy: string;
  readonly expiresAt: string;
  /** No renewal goes further. */
  readonly maxAt: string;
  readonly endReason: EndReason | null;
  readonly endedAt: string | null;
  /** How often dropping the user failed. */
  readonly attempts: number;
  readonly error: string | null;
}

/** A lease that was just made: this answer is the only place where its password ever stands. */
export interface CreatedLease {
  readonly id: string;
  readonly values: LeaseValues;
  readonly expiresAt: string;
}

/** What a program connects with. */
export interface LeaseValues {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
}

/** A source in a list. Where its database is, and with what it signs in, is for admins to know. */
export interface LeaseSourceEntry {
  readonly project: string;
  readonly environment: string;
  readonly name: string;
  readonly source: LeaseSource;
  /** The name of the secret that holds the admin's login; null when it is not in the environment any more. */
  readonly credential: string | null;
  /** How many of its leases have not ended. */
  readonly leases: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

/** How a lease stands at a moment. */
export function stateOf(
  lease: {
    readonly madeAt: Date | null;
    readonly endReason: string | null;
    readonly endedAt: Date | null;
    readonly expiresAt: Date;
    readonly attempts: number;
  },
  now: Date,
): LeaseState {
  if (lease.endedAt !== null) return "ended";
  if (lease.attempts >= ATTEMPTS_MAX) return "attention";
  if (lease.endReason !== null || lease.expiresAt <= now) return "ending";
  return lease.madeAt === null ? "making" : "active";
}

const KEY_PART_LENGTH = 15;
const ID_PART_LENGTH = 12;

/** The name of a lease's user: whose it is, and which. At most 31 characters, which every server takes. */
export function userNameOf(key: string, leaseId: string): string {
  const folded = key
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== "")
    .join("_")
    .slice(0, KEY_PART_LENGTH)
    .replace(/_$/, "");
  return `sr_${folded || "key"}_${leaseId.replaceAll("-", "").slice(-ID_PART_LENGTH)}`;
}
