import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import type { BackupSettings } from "@/lib/platform/backup-settings";
import { dueAt, isOld } from "./schedule";
import { type StoredState, storedState } from "./store";

/** How the backups stand that are made by themselves. */
export interface BackupState extends Omit<StoredState, "runningUntil"> {
  readonly isRunning: boolean;
  /** When the next one begins, unless it is late. */
  readonly nextAt: Date;
  /** Whether the last good one is more than two times behind the schedule. */
  readonly isOld: boolean;
  /** Whether the last one that ended was good, and is not old. */
  readonly isGood: boolean;
}

/** Null where no backups are made by themselves. */
export async function backupState(
  pool: Pool,
  settings: BackupSettings | null,
  now: Date,
): Promise<BackupState | null> {
  if (!settings) return null;
  const { runningUntil, ...stored } = await storedState(sqlOn(pool));
  const old = isOld(settings.schedule, stored, now);
  return {
    ...stored,
    isRunning: runningUntil !== null && runningUntil > now,
    nextAt: dueAt(settings.schedule, { runningUntil, ...stored }) ?? now,
    isOld: old,
    isGood: stored.made !== null && stored.error === null && !old,
  };
}
