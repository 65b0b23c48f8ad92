import type { ClientBase } from "pg";

/** After this many milliseconds the server cancels a statement. */
export const STATEMENT_TIMEOUT_MS = 7_000;
const LOCK_TIMEOUT_MS = 4_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000;

/**
 * What the program relies on in every session. The server, database, role or URL may have other defaults, and a pooler
 * may drop start-up parameters: so each session sets these itself.
 */
const SETTINGS = {
  application_name: "strongroom",
  search_path: "public",
  // Prisma writes times without a zone, and reads them by their digits.
  TimeZone: "UTC",
  DateStyle: "ISO, YMD",
  IntervalStyle: "postgres",
  client_encoding: "UTF8",
  standard_conforming_strings: "on",
  bytea_output: "hex",
  array_nulls: "on",
  transform_null_equals: "off",
  default_transaction_isolation: "read committed",
  statement_timeout: seconds(STATEMENT_TIMEOUT_MS),
  lock_timeout: seconds(LOCK_TIMEOUT_MS),
  idle_in_transaction_session_timeout: seconds(IDLE_IN_TRANSACTION_TIMEOUT_MS),
  idle_session_timeout: "0",
} as const;

const PINNED = Object.entries(SETTINGS);

/**
 * Of `synchronous_commit` only `off` acknowledges what is not on disk yet; the other levels are the operator's choice of
 * standbys to wait for. A session in the role of a replica would check no foreign keys.
 */
const STATEMENT = `
  SELECT ARRAY[${PINNED.map(([name, value]) => `set_config('${name}', '${value}', false)`).join(", ")}] AS pinned,
    CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', false) END,
    current_setting('session_replication_role') AS replication`;

/**
 * Sets what the program relies on in a new session and checks that it holds, in one round trip. Throws an Error of one
 * line when it does not.
 */
export async function pinSession(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ pinned: string[]; replication: string }>(STATEMENT);
  const [row] = rows;
  const wrong = PINNED.find(([, value], i) => row?.pinned[i] !== value);
  if (wrong) throw new Error(`the database does not let a session set ${wrong[0]} to ${wrong[1]}`);
  if (row?.replication !== "origin")
    throw new Error("session_replication_role is not origin: no references would be checked");
}

function seconds(ms: number): string {
  return `${ms / 1_000}s`;
}
