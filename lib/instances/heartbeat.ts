import { hostname } from "node:os";
import type { Logger } from "pino";
import type { Pool } from "@/lib/db/client";
import { VERSION } from "@/lib/platform/version";
import { HEARTBEAT_MS } from "./model";
import { deleteInstance, writeBeat } from "./store";

export interface Heartbeat {
  /** Says at once that this instance lives, and what it holds now. Never rejects. */
  beat(): Promise<void>;
  /** Takes the instance off the list. Never rejects. */
  close(): Promise<void>;
}

interface Options {
  readonly pool: Pool;
  readonly log: Pick<Logger, "warn">;
  /** Of this instance. */
  readonly id: string;
  /** Ids of the master keys that it holds at this moment. */
  readonly masterKeyIds: () => Promise<readonly string[]>;
}

/** Puts this instance on the list of those that run, and keeps it there. What fails is tried again with the next beat. */
export async function openHeartbeat({ pool, log, id, masterKeyIds }: Options): Promise<Heartbeat> {
  const self = { id, host: hostname(), pid: process.pid, version: VERSION };
  let isClosed = false;
  let isSilent = false;
  let beating = Promise.resolve();

  const write = async () => {
    if (isClosed) return;
    try {
      await writeBeat(pool, { ...self, masterKeyIds: await masterKeyIds(), seconds: process.uptime() });
      isSilent = false;
    } catch (error) {
      if (!isSilent) log.warn({ err: error }, "this instance could not say that it lives");
      isSilent = true;
    }
  };
  const beat = () => {
    beating = beating.then(write);
    return beating;
  };
  // One that the database holds up is not followed by others that wait behind it.
  let isDue = true;
  const timer = setInterval(() => {
    if (!isDue) return;
    isDue = false;
    void beat().finally(() => {
      isDue = true;
    });
  }, HEARTBEAT_MS).unref();
  await beat();
  return {
    beat,
    close: async () => {
      clearInterval(timer);
      isClosed = true;
      await beating;
      await deleteInstance(pool, id).catch((error: unknown) =>
        log.warn({ err: error }, "this instance could not be taken off the list"),
      );
    },
  };
}
