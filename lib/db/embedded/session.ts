import pg from "pg";
import { ADVISORY_LOCKS } from "@/lib/db/advisory-locks";
import { codeOf } from "./disk";
import { PORT } from "./socket";

/** One per running program: a connection that holds the shared lock by which instances count each other. */
export interface Session {
  /** Resolves when the connection is lost or closed. */
  readonly ended: Promise<void>;
  /** Gives up the share and says whether no other instance has one; then nobody new can get one either. */
  leave(): Promise<boolean>;
  close(): Promise<void>;
  query(text: string): Promise<unknown[]>;
}

/** What kept a session from beginning: nobody answers, or the server is starting or stopping. */
export type NotJoined = "absent" | "busy";

const CONNECT_TIMEOUT_MS = 5_000;

/** Joins the server behind a socket. Rejects on what waiting does not heal. */
export async function join(socketDir: string): Promise<Session | NotJoined> {
  const client = new pg.Client({
    host: socketDir,
    port: PORT,
    user: "postgres",
    database: "postgres",
    application_name: "strongroom supervisor",
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  const ended = new Promise<void>((resolve) => client.once("end", resolve));
  // Without a listener a lost connection would end this process; what to do about it hangs on `ended`.
  client.on("error", () => {});
  try {
    await client.connect();
    // PostgreSQL drops the lock with the connection, so an instance that was killed is not counted for ever.
    const shared = await client.query("SELECT pg_try_advisory_lock_shared($1) AS taken", [
      ADVISORY_LOCKS.embeddedUse,
    ]);
    if (shared.rows[0].taken) return sessionOn(client, ended);
    // The last instance is stopping the server just now.
    await client.end();
    return "busy";
  } catch (error) {
    await client.end().catch(() => {});
    return notJoined(error);
  }
}

function sessionOn(client: pg.Client, ended: Promise<void>): Session {
  return {
    ended,
    leave: async () => {
      await client.query("SELECT pg_advisory_unlock_shared($1)", [ADVISORY_LOCKS.embeddedUse]);
      const alone = await client.query("SELECT pg_try_advisory_lock($1) AS taken", [
        ADVISORY_LOCKS.embeddedUse,
      ]);
      return alone.rows[0].taken === true;
    },
    close: () => client.end().catch(() => {}),
    query: async (text) => (await client.query(text)).rows,
  };
}

function notJoined(error: unknown): NotJoined {
  const code = codeOf(error);
  if (code === "ENOENT" || code === "ECONNREFUSED") return "absent";
  // 57P: starting up, shutting down, or ended by an administrator; 53300: no connection free.
  if (code.startsWith("57P") || code === "53300" || code === "ECONNRESET" || code === "EPIPE") return "busy";
  if (error instanceof Error && /terminated|timeout|closed/i.test(error.message)) return "busy";
  throw error;
}
