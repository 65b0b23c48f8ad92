import type { BackupState } from "@/lib/backup/state";
import type { KnownFault } from "./known-faults";

export const INSTANCE_PATH = "/settings/instance";

/** One of the programs on this database. */
export interface ShownInstance {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly startedAt: Date;
  readonly lastSeenAt: Date;
  readonly isLiving: boolean;
  /** Whether it is the one that answers. */
  readonly isThis: boolean;
  /** As they are shown. */
  readonly masterKeyIds: readonly string[];
}

export interface TableSize {
  readonly name: string;
  /** With its indexes. */
  readonly bytes: number;
  /** About. */
  readonly rows: number;
  /** The part of its rows that are left over from changes, from 0 to 1. */
  readonly deadShare: number;
}

export interface DatabaseState {
  readonly version: string;
  readonly bytes: number;
  /** Of all programs. */
  readonly connections: number;
  readonly connectionsMax: number;
}

export interface SlowStatement {
  readonly text: string;
  readonly count: number;
  readonly averageMs: number;
  readonly maxMs: number;
}

/** How this instance and what it stands on are. */
export interface InstanceState {
  readonly version: string;
  /** Of all versions that run. */
  readonly faults: readonly KnownFault[];
  readonly instances: readonly ShownInstance[];
  readonly database: DatabaseState;
  /** The largest, the largest first. */
  readonly tables: readonly TableSize[];
  /** Of this instance since its start, the slowest first. */
  readonly statements: readonly SlowStatement[];
  /** Of the data directory on this machine. */
  readonly disk: { readonly freeBytes: number; readonly bytes: number } | null;
  /** Null where no backups are made by themselves. */
  readonly backup: BackupState | null;
}

const SHOWN_LETTERS = 240;

/** A statement in one line. */
export function shownStatement(text: string): string {
  const line = text
    .replace(/\/\*.*?\*\//g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  return line.length > SHOWN_LETTERS ? `${line.slice(0, SHOWN_LETTERS)}…` : line;
}
