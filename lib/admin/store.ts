import type { Permit } from "@/lib/authorization/permit";
import type { Db, Pool, Tx } from "@/lib/db/client";
import { Connection } from "@/lib/db/connection";
import { sqlIn, sqlOn } from "@/lib/db/sql";

export interface SeededSecret {
  readonly id: string;
  readonly versionId: string;
  readonly name: string;
  readonly nameFolded: string;
  readonly variable: string;
  readonly description: string;
  readonly searchText: string;
  readonly category: string;
  readonly audience: string;
  readonly value: string;
  readonly projectKeyId: string;
  readonly fingerprint: string | null;
  readonly valueGroup: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly updatedAt: string;
  /** In hex. */
  readonly seal: string;
  readonly versionSeal: string;
}

/** The highest number that a name of the environment ends in, or 0. */
export async function highestNumber(pool: Pool, permit: Permit<"secret.create">): Promise<number> {
  const [row] = await sqlOn(pool)<{ highest: number | null }>`
    SELECT max(substring(name_folded FROM '(\\d{1,9})$')::int) AS highest
    FROM secrets WHERE environment_id = ${permit.environment.id}`;
  return row?.highest ?? 0;
}

/** Inserts many secrets, each with its first version, in two statements. */
export async function insertSecrets(
  tx: Tx,
  permit: Permit<"secret.create">,
  secrets: readonly SeededSecret[],
  by: string,
): Promise<void> {
  const rows = JSON.stringify(secrets);
  const sql = sqlIn(tx);
  await sql`
    INSERT INTO secrets (id, environment_id, name, name_folded, variable, description, search_text, category,
      audience, created_at, updated_at, updated_by, replaced_at, value_group, seal)
    SELECT s.id, ${permit.environment.id}::uuid, s.name, s."nameFolded", s.variable, s.description, s."searchText",
      s.category::"Category", s.audience::"Audience", s."createdAt", s."updatedAt", ${by},
      s."createdAt", s."valueGroup", decode(s.seal, 'hex')
    FROM jsonb_to_recordset(${rows}::jsonb) AS s (id uuid, name text, "nameFolded" text, variable text,
      description text, "searchText" text, category text, audience text, "createdAt" timestamptz,
      "updatedAt" timestamptz, "valueGroup" text, seal text)`;
  await sql`
    INSERT INTO secret_versions (id, secret_id, number, value, project_key_id, fingerprint, origin, created_at, created_by,
      seal)
    SELECT s."versionId", s.id, 1, s.value, s."projectKeyId", s.fingerprint, 'created', s."createdAt", ${by},
      decode(s."versionSeal", 'hex')
    FROM jsonb_to_recordset(${rows}::jsonb) AS s ("versionId" uuid, id uuid, value text, "projectKeyId" uuid,
      fingerprint text, "createdAt" timestamptz, "versionSeal" text)`;
}

/** Tells the planner about many new rows, and merges what waits beside the search index into it. */
export async function vacuumAnalyze(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    if (client instanceof Connection) await client.liftTimeouts();
    await client.query("VACUUM (ANALYZE) secrets");
    await client.query("VACUUM (ANALYZE) secret_versions, secret_last_reads");
  } finally {
    // Not given back: it has no time limits.
    client.release(true);
  }
}

/** What the database says about itself. */
export async function describeDatabase(
  db: Db,
): Promise<{ readonly version: string; readonly encoding: string; readonly bytes: number }> {
  const [row] = await sqlIn(db)<{ version: string; encoding: string; bytes: bigint }>`
    SELECT current_setting('server_version') AS version, current_setting('server_encoding') AS encoding,
      pg_database_size(current_database()) AS bytes`;
  const { version = "unknown", encoding = "unknown", bytes = 0 } = row ?? {};
  return { version, encoding, bytes: Number(bytes) };
}

/** The version of pg_trgm that the database has, and the one that its server could install. */
export async function trigramVersions(
  db: Db,
): Promise<{ readonly installed: string | null; readonly available: string | null }> {
  const [row] = await sqlIn(db)<{ installed: string | null; available: string | null }>`
    SELECT (SELECT extversion FROM pg_extension WHERE extname = 'pg_trgm') AS installed,
      (SELECT default_version FROM pg_available_extensions WHERE name = 'pg_trgm') AS available`;
  return row ?? { installed: null, available: null };
}

/** How many connections the server, the database and the role allow this program, taken together. */
export async function connectionsFor(db: Db): Promise<number> {
  const [row] = await sqlIn(db)<{ allowed: number }>`
    SELECT least(
      current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
        - coalesce(current_setting('reserved_connections', true)::int, 0),
      (SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user),
      (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database())) AS allowed`;
  return row?.allowed ?? 0;
}

/** By how much the clock of this machine is ahead of that of the database. */
export async function clockSkewMs(db: Db): Promise<number> {
  const before = Date.now();
  const [row] = await sqlIn(db)<{ now: number }>`
    SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`;
  return (before + Date.now()) / 2 - (row?.now ?? before);
}

/** How many people can act as Owner. */
export function countActiveOwners(db: Db): Promise<number> {
  return db.user.count({ where: { role: "owner", status: "active" } });
}

interface DatabaseSetting {
  readonly name: string;
  readonly value: string;
}

/** What keeps data over a power cut, and those defaults of the server, database or role that sessions override. */
export async function databaseSettings(
  db: Db,
): Promise<{ readonly server: readonly DatabaseSetting[]; readonly defaults: readonly DatabaseSetting[] }> {
  const rows = await sqlIn(db)<DatabaseSetting & { readonly isServer: boolean }>`
    SELECT name, CASE WHEN context = 'sighup' THEN setting ELSE reset_val END AS value, context = 'sighup' AS "isServer"
    FROM pg_settings
    WHERE name IN ('fsync', 'full_page_writes')
      OR (name = 'synchronous_commit' AND reset_val = 'off')
      OR (name = 'DateStyle' AND reset_val NOT LIKE 'ISO,%')
      OR (name = 'TimeZone' AND reset_val NOT IN ('UTC', 'Etc/UTC', 'GMT'))
      OR (name = 'default_transaction_isolation' AND reset_val <> 'read committed')
    ORDER BY name`;
  return { server: rows.filter((row) => row.isServer), defaults: rows.filter((row) => !row.isServer) };
}

/** The number of the last event of the audit log, 0 while there is none. */
export async function lastEvent(db: Db): Promise<number> {
  const head = await db.auditHead.findFirst({ select: { seq: true } });
  return Number(head?.seq ?? 0);
}
