import { statfs } from "node:fs/promises";
import { outletStates } from "@/lib/audit/outlets/service";
import { type BackupState, backupState } from "@/lib/backup/state";
import type { Services } from "@/lib/context";
import { sqlOn } from "@/lib/db/sql";
import { livingInstances } from "@/lib/instances/service";
import { type QueueFigures, queueFigures } from "@/lib/jobs/store";
import { type DatabaseFigures, databaseFigures } from "./store";

/** For how long what was asked is good: many who ask at once, or often, cost no more than one. */
const GOOD_MS = 5_000;
/** Whoever asks gets the rest after this. */
const ANSWER_MS_MAX = 2_000;

export interface StreamFigures {
  readonly name: string;
  readonly waiting: number;
  readonly waitingSeconds: number;
  readonly isFailing: boolean;
}

/** What only the database and the disk know. */
export interface Figures extends DatabaseFigures {
  readonly queue: QueueFigures;
  /** Streams and witnesses of the audit log. */
  readonly streams: readonly StreamFigures[];
  readonly instances: number;
  /** Null where no backups are made by themselves. */
  readonly backup: BackupState | null;
  /** Of the data directory. */
  readonly disk: { readonly freeBytes: number; readonly bytes: number } | null;
}

type Source = Pick<Services, "pool" | "outlets" | "now" | "backups"> & { readonly dataDir: string };

/** Returns what asks for the figures, every few seconds at most. Null when the database does not answer in time. */
export function openFigures(source: Source): () => Promise<Figures | null> {
  let asked: Promise<Figures | null> | null = null;
  let goodUntil = 0;
  return () => {
    if (!asked || performance.now() > goodUntil) {
      asked = inTime(readFigures(source));
      goodUntil = performance.now() + GOOD_MS;
    }
    return asked;
  };
}

function inTime(reading: Promise<Figures>): Promise<Figures | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ANSWER_MS_MAX).unref();
  });
  const read = reading.catch(() => null);
  return Promise.race([read, late]).finally(() => clearTimeout(timer));
}

async function readFigures({ pool, outlets, now, backups, dataDir }: Source): Promise<Figures> {
  const [database, queue, states, living, backup, disk] = await Promise.all([
    databaseFigures(sqlOn(pool)),
    queueFigures(pool),
    outletStates({ pool, outlets }),
    livingInstances({ pool }),
    backupState(pool, backups.settings, now()),
    statfs(dataDir).catch(() => null),
  ]);
  const streams = states.map(({ name, waiting, waitingSince, isFailing }) => ({
    ...{ name, waiting, isFailing },
    waitingSeconds: waitingSince ? Math.max(0, now().getTime() - waitingSince.getTime()) / 1_000 : 0,
  }));
  return {
    ...database,
    ...{ queue, streams, instances: living.length, backup },
    disk: disk && { freeBytes: disk.bavail * disk.bsize, bytes: disk.blocks * disk.bsize },
  };
}
