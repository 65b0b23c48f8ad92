import type { Logger } from "pino";
import type { Pool } from "@/lib/db/client";
import { pruneAnswers } from "./store";

const HOUR_MS = 60 * 60 * 1_000;

export interface Retention {
  /** Waits for what is being deleted, then deletes nothing more. */
  close(): Promise<void>;
}

/** Deletes kept answers whose day is over, now and every hour: sends do it as well, but there may be none any more. */
export function openRetention({
  pool,
  log,
  now,
}: {
  readonly pool: Pool;
  readonly log: Pick<Logger, "warn">;
  readonly now: () => Date;
}): Retention {
  let isClosed = false;
  const prune = async () => {
    try {
      while (!isClosed && (await pruneAnswers(pool, now())) > 0);
    } catch (error) {
      log.warn({ err: error }, "expired answers could not be deleted; trying again in an hour");
    }
  };
  let pruning = prune();
  const timer = setInterval(() => {
    pruning = pruning.then(prune);
  }, HOUR_MS).unref();
  return {
    close: async () => {
      isClosed = true;
      clearInterval(timer);
      await pruning;
    },
  };
}
