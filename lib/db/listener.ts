import type { PoolClient } from "pg";
import type { Pool } from "./client";

export interface Listener {
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

/** Holds one connection that listens on a channel, and makes another when it is lost. */
export function listen({ pool, channel, onWake, onError }: Options): Listener {
  let client: PoolClient | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;

  const lose = (error: unknown) => {
    const lost = client;
    client = null;
    lost?.release(true);
    if (isClosed) return;
    onError(error);
    timer = setTimeout(() => void connect(), RETRY_MS).unref();
  };
  const connect = async () => {
    try {
      const made = await pool.connect();
      if (isClosed) return made.release(true);
      client = made;
      made.on("notification", onWake);
      made.on("error", (error) => client === made && lose(error));
      await made.query(`LISTEN ${channel}`);
      onWake();
    } catch (error) {
      if (!isClosed) lose(error);
    }
  };
  const connecting = connect();
  return {
    close: async () => {
      isClosed = true;
      if (timer) clearTimeout(timer);
      await connecting;
      client?.release(true);
      client = null;
    },
  };
}
