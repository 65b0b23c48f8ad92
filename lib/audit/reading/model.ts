import type { AuditKind, DetailValue } from "../model";

/** One event as it is shown to whoever may read the log. */
export interface AuditEntry {
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly action: string;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly actor: string;
  readonly project: string | null;
  readonly environment: string | null;
  readonly secretId: string | null;
  /** Name of what it is about, as it was then. */
  readonly name: string | null;
  readonly detail: Readonly<Record<string, DetailValue>>;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
  /** Covers this event and all before it. */
  readonly hash: string;
}

/** Where a secret is now. */
export interface SecretNow {
  readonly id: string;
  readonly project: string;
  readonly environment: string;
  readonly name: string;
}

/** What kinds of actor are called. */
export const ACTOR_KIND_NAMES: Readonly<Record<string, string>> = {
  user: "Person",
  apiKey: "API key",
  operator: "Operator",
  job: "Job",
  anonymous: "Not signed in",
};

/** The fields of an event, in the order in which a file has them. */
export const AUDIT_COLUMNS = [
  "seq",
  "at",
  "action",
  "actorKind",
  "actorId",
  "actor",
  "project",
  "environment",
  "secretId",
  "name",
  "detail",
  "ip",
  "userAgent",
  "requestId",
  "hash",
] as const satisfies readonly (keyof AuditEntry)[];

export interface AuditPage {
  readonly items: readonly AuditEntry[];
  /** The `before` of the next, older page, or null at the beginning of the log. */
  readonly next: number | null;
}

/** Events by kind; `other` has those that this version of the program does not know. */
export type ActivityCounts = Readonly<Partial<Record<AuditKind | "other", number>>>;

/** How many events there were in a stretch of time. Both ends belong to it; ISO 8601, UTC. */
export interface ActivityBucket {
  readonly from: string;
  readonly to: string;
  readonly counts: ActivityCounts;
}

/** How many events fit over time, oldest first, without a gap. */
export interface Activity {
  readonly unit: "hour" | "day" | "week";
  readonly buckets: readonly ActivityBucket[];
  /** Whether there are more weeks before the first than are counted. */
  readonly isCut: boolean;
  /** Only events since then were counted, as there are so many; null: all of them. ISO 8601, UTC. */
  readonly since: string | null;
}
