/** How a pool picks the member that a caller gets. */
export const STRATEGIES = ["roundRobin", "leastUsed", "sticky"] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** How a member fared, as its caller reports it. */
export const OUTCOMES = ["ok", "limited", "refused"] as const;

/** Whether a member can be taken, and why not: turned off, limited until a time, refused, or not in the environment any more. */
export const MEMBER_STATES = ["on", "off", "limited", "refused", "absent"] as const;
export type MemberState = (typeof MEMBER_STATES)[number];

export const POOL_NAME_LENGTH_MAX = 64;
export const POOLS_MAX = 200;
export const MEMBERS_MAX = 50;
/** So many pools of a secret are listed. */
export const MEMBERSHIPS_MAX = 50;
export const WEIGHT_MAX = 100;
export const STICKY_KEY_LENGTH_MAX = 200;
/** How long a limit lasts that names no time, and how long one may last. */
export const LIMIT_SECONDS = { initial: 60, max: 24 * 60 * 60 } as const;
/** How long after taking a member a key may report how it fared. */
export const REPORT_SECONDS_MAX = 60 * 60;
/** Counts of members are kept this long. */
export const COUNTS_KEPT_DAYS = 90;

/** What became of a member's keys within some time. */
export interface MemberCounts {
  readonly taken: number;
  readonly limited: number;
  readonly refused: number;
}

export const NO_COUNTS: MemberCounts = { taken: 0, limited: 0, refused: 0 };

/** All of it together. */
export function sumOf(counts: readonly MemberCounts[]): MemberCounts {
  return counts.reduce(
    (sum, { taken, limited, refused }) => ({
      taken: sum.taken + taken,
      limited: sum.limited + limited,
      refused: sum.refused + refused,
    }),
    NO_COUNTS,
  );
}

/** A member for people and clients: never with a value. */
export interface PoolMember {
  /** The name of the secret in the environment; empty for one that is not there any more. */
  readonly name: string;
  readonly version: number;
  readonly weight: number;
  readonly isOn: boolean;
  readonly state: MemberState;
  /** ISO 8601; null unless it is limited. */
  readonly outUntil: string | null;
  /** ISO 8601; null unless it is refused. */
  readonly refusedAt: string | null;
  readonly lastDay: MemberCounts;
}

/** A pool that a secret is a member of, and where it is. */
export interface Membership {
  readonly pool: string;
  readonly project: string;
  readonly environment: string;
}

/** A pool with the members that its reader may know of. */
export interface Pool {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly strategy: Strategy;
  readonly members: readonly PoolMember[];
  readonly revision: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

/** What became of a member, the oldest hour and day first. */
export interface MemberUse {
  readonly hours: readonly MemberCounts[];
  readonly days: readonly MemberCounts[];
}

/** A pool with what became of its members, in their order. */
export interface PoolWithUse extends Pool {
  readonly use: readonly MemberUse[];
}

export const HOURS_SHOWN = 24;
export const DAYS_SHOWN = 30;

/** What decides whether a member can be taken. */
export interface Availability {
  readonly isOn: boolean;
  readonly outUntil: Date | null;
  readonly refusedVersion: number | null;
  readonly currentVersion: number;
}

/** The state of a member whose secret is there. A refusal belongs to a version: it ends with the next one. */
export function stateOf(
  { isOn, outUntil, refusedVersion, currentVersion }: Availability,
  now: Date,
): Exclude<MemberState, "absent"> {
  if (!isOn) return "off";
  if (refusedVersion === currentVersion) return "refused";
  return outUntil !== null && outUntil > now ? "limited" : "on";
}

/** The rule that a pool's name breaks, in words for whoever typed it, or null. */
export function poolNameIssue(name: string): string | null {
  if (name === "") return "Enter a name.";
  if (name.length > POOL_NAME_LENGTH_MAX)
    return `A name has at most ${POOL_NAME_LENGTH_MAX} characters. This one has ${name.length}.`;
  if (!/^[A-Za-z0-9_.-]+$/.test(name)) return "Use letters, digits, _ - and . only.";
  return /^[A-Za-z0-9]/.test(name) ? null : "A name begins with a letter or a digit.";
}
