import type { Pool } from "@/lib/db/client";
import { databaseFailure } from "@/lib/db/errors";

const SERVER_VERSION_MIN = 140_000;
const HEALTH_TIMEOUT_MS = 2_000;

/** Throws an Error of one line, without the password, unless the database answers and is PostgreSQL 14 or newer. */
export async function checkDatabase(pool: Pool, url: string | null): Promise<void> {
  const place = url ? placeOf(url) : "the embedded database";
  const version = await serverVersion(pool).catch((error: unknown) => {
    throw new Error(`${place} cannot be used: ${reasonOf(error)}`, { cause: error });
  });
  if (version < SERVER_VERSION_MIN) throw new Error(`${place} is too old: PostgreSQL 14 or newer is needed`);
}

/**
 * Tells why the database does not answer, or null when it does. Many askers at once share one question, so asking is
 * cheap for whoever asks often.
 */
export function databaseHealth(pool: Pool): () => Promise<string | null> {
  let pending: Promise<string | null> | null = null;
  return () => {
    pending ??= askDatabase(pool).finally(() => {
      pending = null;
    });
    return pending;
  };
}

async function askDatabase(pool: Pool): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve("the database does not answer in time"), HEALTH_TIMEOUT_MS);
  });
  const answer = pool.query("SELECT 1").then(
    () => null,
    () => "the database cannot be reached",
  );
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

async function serverVersion(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ server_version_num: string }>("SHOW server_version_num");
  return Number(rows[0]?.server_version_num);
}

function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `the database ${decodeURIComponent(pathname.slice(1))} at ${hostname || "localhost"}:${port || "5432"}`;
}

/** PostgreSQL's own words say best why it refuses; a connection that never came about has only a code. */
function reasonOf(error: unknown): string {
  const { message, code } =
    error instanceof Error ? { code: undefined, ...error, message: error.message } : {};
  if (databaseFailure(error).kind === "unreachable") return `it cannot be reached (${code ?? message})`;
  return message || "it does not answer";
}
