import type { Pool } from "@/lib/db/client";
import { isPooledByTransaction } from "@/lib/db/pooler";

const SERVER_VERSION_MIN = 140_000;

interface Facts {
  readonly version: number;
  readonly encoding: string;
  readonly isStandby: boolean;
}

/** Why a database cannot be used, in words that follow one another: what is wrong, and what to do where that is known. */
export interface DatabaseTrouble {
  readonly text: string;
  readonly todo: string | null;
  readonly cause?: unknown;
}

/**
 * Throws an Error of one line, without the password, unless the database answers and can be used: PostgreSQL 14 or newer,
 * UTF-8, no standby, and with sessions that belong to one client.
 */
export async function checkDatabase(pool: Pool, url: string | null): Promise<void> {
  const trouble = await databaseTrouble(pool, url);
  if (!trouble) return;
  const { text, todo, cause } = trouble;
  throw new Error(todo ? `${text}: ${todo}` : text, { cause });
}

/** The same as an answer. Changes nothing. */
export async function databaseTrouble(pool: Pool, url: string | null): Promise<DatabaseTrouble | null> {
  const address = url ? addressOf(url) : "the embedded database";
  try {
    const trouble = await troubleWith(pool);
    return trouble && { text: `${address} ${trouble[0]}`, todo: trouble[1] };
  } catch (cause) {
    return { text: `${address} cannot be used: ${wordsOf(cause)}`, todo: null, cause };
  }
}

/** What is wrong, and what to do. */
async function troubleWith(pool: Pool): Promise<readonly [string, string] | null> {
  const { version, encoding, isStandby } = await factsOf(pool);
  if (version < SERVER_VERSION_MIN) return ["is too old", "PostgreSQL 14 or newer is needed"];
  if (encoding !== "UTF8")
    return [
      `has the encoding ${encoding}, which cannot hold every text`,
      "make it anew with ENCODING 'UTF8'",
    ];
  if (isStandby) return ["is a standby, which takes no changes", "name the primary in DATABASE_URL"];
  if (await isPooledByTransaction(pool))
    return [
      "is reached through a pooler in transaction mode",
      "set it to session mode (pool_mode=session), or connect directly",
    ];
  return null;
}

async function factsOf(pool: Pool): Promise<Facts> {
  const { rows } = await pool.query<Facts>(
    `SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding,
       pg_is_in_recovery() AS "isStandby"`,
  );
  const [row] = rows;
  if (!row) throw new Error("it does not answer as PostgreSQL would");
  return row;
}

function addressOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `the database ${decodeURIComponent(pathname.slice(1))} at ${hostname || "localhost"}:${port || "5432"}`;
}

/** PostgreSQL's own words say best why it refuses. */
function wordsOf(error: unknown): string {
  return (error instanceof Error && error.message) || "it does not answer";
}
