import { setTimeout as sleep } from "node:timers/promises";
import type { PoolClient } from "pg";
import type { Pool } from "./client";
import { Connection } from "./connection";

export interface Listener {
  /** Resolves at once where the connection is stuck, too. */
  close(): Promise<void>;
}

interface Options {
  readonly pool: Pool;
  readonly channel: "strongroom_changes";
  /** Something was told on the channel, or the connection is new and something may have been missed. */
  readonly onWake: () => void;
  readonly onError: (error: unknown) => void;
}

const RETRY_MS = 500;
/** How often a silent connection is tried: one whose packets vanish breaks nowhere else. */
const HEARTBEAT_MS = 10_000;

/** Holds one connection that listens on a channel, and makes another when it is lost. */
export function listen({ pool, channel, onWake, onError }: Options): Listener {
  const closing = new AbortController();
  const { signal } = closing;
  const closed = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));

  const run = async () => {
    while (!signal.aborted) {
      try {
        await Promise.race([listenOnce(pool, channel, onWake, signal), closed]);
      } catch (error) {
        if (signal.aborted) return;
        onError(error);
        await sleep(RETRY_MS, undefined, { signal, ref: false }).catch(() => {});
      }
    }
  };
  const running = run();
  return {
    close: async () => {
      closing.abort();
      await running;
    },
  };
}

/** Listens until the signal says stop. Rejects when the connection is lost, and gives it up in either case. */
async function listenOnce(
  pool: Pool,
  channel: string,
  onWake: () => void,
  signal: AbortSignal,
): Promise<void> {
  const client: PoolClient = await pool.connect();
  const lost = new Promise<never>((_, reject) => {
    client.once("error", reject);
    client.once("end", () => reject(new Error("the connection ended")));
  });
  const stop = () => client instanceof Connection && client.destroy(new Error("no longer listening"));
  signal.addEventListener("abort", stop);
  // It may break while nobody waits for it.
  lost.catch(() => {});
  try {
    client.on("notification", onWake);
    await client.query(`LISTEN ${channel}`);
    onWake();
    while (!signal.aborted) {
      await Promise.race([sleep(HEARTBEAT_MS, undefined, { signal, ref: false }), lost]);
      await client.query("SELECT 1");
    }
  } finally {
    signal.removeEventListener("abort", stop);
    client.off("notification", onWake);
    client.release(true);
  }
}
