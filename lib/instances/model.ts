/** A started program on this database. */
export interface Instance {
  readonly id: string;
  /** The name of the machine. */
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly startedAt: Date;
  readonly lastSeenAt: Date;
  /** Ids of the master keys that it holds. */
  readonly masterKeyIds: readonly string[];
}

/** How often an instance says that it lives. */
export const HEARTBEAT_MS = 10_000;
/** An instance that was seen within this time counts as living: it may have missed two heartbeats. */
export const LIVING_SECONDS = 35;
/** For how long an instance that fell silent without a stop is still known. */
export const KNOWN_HOURS = 24;
