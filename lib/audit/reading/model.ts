import type { DetailValue } from "../model";

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
