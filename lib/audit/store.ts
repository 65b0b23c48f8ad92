import { type Sql, templateOf } from "@/lib/db/sql";
import { type ChainHead, type ChainLink, GENESIS } from "./chain";
import type { FoundHead } from "./head-watch";

/** pg gives a bigint as text, Prisma as a bigint; bytes are a Buffer from one and a plain array of bytes from the other. */
type BigIntColumn = string | bigint;

/** A place in the chain as a driver gives it. */
export interface HeadRow {
  readonly seq: BigIntColumn;
  readonly hash: Uint8Array;
}

type LinkRow = Omit<ChainLink, "seq" | "atMs" | "previousHash" | "hash"> & {
  readonly seq: BigIntColumn;
  readonly atMs: BigIntColumn;
  readonly previousHash: Uint8Array;
  readonly hash: Uint8Array;
};

/** Which part of the log is read. */
export interface EventScope {
  /** Null: the whole log. */
  readonly projectId: string | null;
  /** Null: the whole project. */
  readonly environmentId: string | null;
}

export interface ChangesQuery {
  readonly secretId: string;
  readonly scope: EventScope;
  readonly before: number | null;
  readonly actions: readonly string[] | null;
  readonly limit: number;
}

export interface ChangeRow {
  readonly seq: BigIntColumn;
  readonly id: string;
  readonly at: Date;
  readonly action: string;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly actorLabel: string;
  readonly targetName: string | null;
  readonly detail: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** The end of the chain as last committed; the beginning when nothing was ever written. */
export async function head(sql: Sql): Promise<ChainHead> {
  const [row] = await sql<HeadRow>`SELECT seq, hash FROM audit_head`;
  return row ? headOf(row) : GENESIS;
}

interface FoundHeadRow extends HeadRow {
  readonly hashAtSeen: Uint8Array | null;
}

/**
 * The same, and nobody else may append until this transaction ends. Makes the row if it is not there yet. Says too what
 * stands where the chain ended when it was last `seen`.
 */
export async function lockedHead(sql: Sql, seen: ChainHead | null): Promise<FoundHead> {
  const [row] = await sql<FoundHeadRow>`
    SELECT h.seq, h.hash, (SELECT e.hash FROM audit_events e WHERE e.seq = ${String(seen?.seq ?? 0)}::bigint) AS "hashAtSeen"
    FROM audit_head h FOR UPDATE OF h`;
  if (row) {
    const hashAtSeen = row.hashAtSeen && Buffer.from(row.hashAtSeen);
    const mayHaveLeft = hashAtSeen === null && seen !== null && (await isInWholeBlock(sql, seen.seq));
    return { ...headOf(row), hashAtSeen, mayHaveLeft };
  }
  await sql`
    INSERT INTO audit_head (is_only, seq, hash) VALUES (true, 0, ${bytea(GENESIS.hash)}::bytea)
    ON CONFLICT DO NOTHING`;
  const [made] = await sql<HeadRow>`SELECT seq, hash FROM audit_head FOR UPDATE`;
  if (!made) throw new Error("the head of the audit log cannot be read");
  return { ...headOf(made), hashAtSeen: null, mayHaveLeft: false };
}

/** Only from such a block do events leave. */
async function isInWholeBlock(sql: Sql, seq: number): Promise<boolean> {
  const found = await sql`
    SELECT true AS is_found FROM audit_blocks b JOIN audit_index i ON (b.number + 1) * 256::bigint <= i.seq
    WHERE b.number = ((${String(seq)}::bigint - 1) / 256)::int`;
  return found.length > 0;
}

/**
 * Writes links and moves the head to the last of them, in one statement. False, and nothing written, when the chain does
 * not end where they begin: who comes second waits for the first and then finds the head moved.
 */
export async function insertLinks(sql: Sql, links: readonly ChainLink[]): Promise<boolean> {
  const [first, last] = [links[0], links.at(-1)];
  if (!first || !last) return true;
  const c = columnsOf(links);
  const moved = await sql`
    WITH moved AS (
      UPDATE audit_head SET seq = ${String(last.seq)}::bigint, hash = ${bytea(last.hash)}::bytea
      WHERE seq = ${String(first.seq - 1)}::bigint AND hash = ${bytea(first.previousHash)}::bytea RETURNING true AS is_moved
    ), inserted AS (
      INSERT INTO audit_events (seq, id, at, action, actor_kind, actor_id, actor_label, project_id, environment_id,
        secret_id, target_name, detail, ip, user_agent, request_id, previous_hash, hash)
      SELECT link.* FROM moved, unnest(${c.seq}::bigint[], ${c.id}::uuid[], ${c.at}::timestamptz[], ${c.action}::text[],
        ${c.actorKind}::text[], ${c.actorId}::text[], ${c.actorLabel}::text[], ${c.projectId}::uuid[],
        ${c.environmentId}::uuid[], ${c.secretId}::uuid[], ${c.targetName}::text[], ${c.detail}::text[], ${c.ip}::text[],
        ${c.userAgent}::text[], ${c.requestId}::text[], ${c.previousHash}::bytea[], ${c.hash}::bytea[]) AS link
    )
    SELECT is_moved FROM moved`;
  return moved.length === 1;
}

/** Links as the columns that `unnest` takes. */
function columnsOf(links: readonly ChainLink[]) {
  return {
    seq: links.map((link) => String(link.seq)),
    id: links.map((link) => link.id),
    at: links.map((link) => new Date(link.atMs).toISOString()),
    action: links.map((link) => link.action),
    actorKind: links.map((link) => link.actorKind),
    actorId: links.map((link) => link.actorId),
    actorLabel: links.map((link) => link.actorLabel),
    projectId: links.map((link) => link.projectId),
    environmentId: links.map((link) => link.environmentId),
    secretId: links.map((link) => link.secretId),
    targetName: links.map((link) => link.targetName),
    detail: links.map((link) => link.detail),
    ip: links.map((link) => link.ip),
    userAgent: links.map((link) => link.userAgent),
    requestId: links.map((link) => link.requestId),
    previousHash: links.map((link) => bytea(link.previousHash)),
    hash: links.map((link) => bytea(link.hash)),
  };
}

const LINKS = `
    SELECT seq, id::text, (extract(epoch FROM at) * 1000)::bigint AS "atMs", action, actor_kind AS "actorKind",
      actor_id AS "actorId", actor_label AS "actorLabel", project_id::text AS "projectId",
      environment_id::text AS "environmentId", secret_id::text AS "secretId", target_name AS "targetName", detail, ip,
      user_agent AS "userAgent", request_id AS "requestId", previous_hash AS "previousHash", hash
    FROM audit_events`;

/** The next links after `afterSeq`, as they stand in the table and whatever was done to them. */
export async function linksAfter(sql: Sql, afterSeq: number, limit: number): Promise<ChainLink[]> {
  const text = `${LINKS} WHERE seq > $1::bigint ORDER BY seq LIMIT $2::int`;
  return (await sql<LinkRow>(templateOf(text), String(afterSeq), limit)).map(linkOf);
}

/** The links `after` < seq ≤ `to` that are there, oldest first. */
export async function linksBetween(sql: Sql, after: number, to: number): Promise<ChainLink[]> {
  const text = `${LINKS} WHERE seq > $1::bigint AND seq <= $2::bigint ORDER BY seq`;
  return (await sql<LinkRow>(templateOf(text), String(after), String(to))).map(linkOf);
}

/** The links of these numbers that are there, newest first. */
export async function linksOf(sql: Sql, seqs: readonly number[]): Promise<ChainLink[]> {
  const text = `${LINKS} WHERE seq = ANY ($1::bigint[]) ORDER BY seq DESC`;
  return (await sql<LinkRow>(templateOf(text), seqs.map(String))).map(linkOf);
}

/** The links that say which events left the log, oldest first. */
export async function tombstoneLinks(sql: Sql): Promise<ChainLink[]> {
  const text = `${LINKS} WHERE action = 'audit.pruned' ORDER BY seq`;
  return (await sql<LinkRow>(templateOf(text))).map(linkOf);
}

function linkOf(row: LinkRow): ChainLink {
  return {
    ...row,
    seq: Number(row.seq),
    atMs: Number(row.atMs),
    previousHash: Buffer.from(row.previousHash),
    hash: Buffer.from(row.hash),
  };
}

/** Hash of one link, or null if it is not there. */
export async function linkHashAt(sql: Sql, seq: number): Promise<Buffer | null> {
  const [row] = await sql<
    Pick<HeadRow, "hash">
  >`SELECT hash FROM audit_events WHERE seq = ${String(seq)}::bigint`;
  return row ? Buffer.from(row.hash) : null;
}

/** A number below the first of the chain that a row claims, or null. The program never writes one. */
export async function seqBeforeFirst(sql: Sql): Promise<number | null> {
  const [row] = await sql<
    Pick<HeadRow, "seq">
  >`SELECT seq FROM audit_events WHERE seq < 1 ORDER BY seq LIMIT 1`;
  return row ? Number(row.seq) : null;
}

/** Newest first, of one place. `before` and `actions` narrow only where they are not null. */
export function changesOf(sql: Sql, query: ChangesQuery): Promise<ChangeRow[]> {
  return sql<ChangeRow>`
    SELECT seq, id::text, at, action, actor_kind AS "actorKind", actor_id AS "actorId", actor_label AS "actorLabel",
      target_name AS "targetName", detail, ip, user_agent AS "userAgent"
    FROM audit_events
    WHERE secret_id = ${query.secretId}::uuid
      AND seq < coalesce(${query.before === null ? null : String(query.before)}::bigint, 9223372036854775807)
      AND (${query.actions}::text[] IS NULL OR action = ANY (${query.actions}::text[]))
      AND (${query.scope.projectId}::uuid IS NULL OR project_id = ${query.scope.projectId}::uuid)
      AND (${query.scope.environmentId}::uuid IS NULL OR environment_id = ${query.scope.environmentId}::uuid)
    ORDER BY seq DESC LIMIT ${query.limit}::int`;
}

/**
 * The secret of this name, in any case, that was deleted last in an environment, and what was said of it then; that of this id
 * where one is given.
 */
export async function lastDeleted(
  sql: Sql,
  environmentId: string,
  name: string,
  secretId: string | null,
): Promise<{ readonly secretId: string | null; readonly detail: string } | null> {
  const [row] = await sql<{ secretId: string | null; detail: string }>`
    SELECT secret_id::text AS "secretId", detail FROM audit_events
    WHERE environment_id = ${environmentId}::uuid AND lower(target_name) = lower(${name}::text) AND action = 'secret.deleted'
      AND (${secretId}::uuid IS NULL OR secret_id = ${secretId}::uuid)
    ORDER BY seq DESC LIMIT 1`;
  return row ?? null;
}

export interface DeletionsQuery {
  readonly environmentId: string;
  /** A part of the name, in any case; all unless told. */
  readonly search: string | null;
  /** How lower-case names begin, one of them; null: in any way. */
  readonly prefixes: readonly string[] | null;
  readonly before: number | null;
  readonly limit: number;
}

export interface DeletionRow {
  readonly seq: string;
  readonly at: Date;
  readonly secretId: string | null;
  readonly name: string | null;
  readonly by: string;
  readonly detail: string;
}

/** The deletions of secrets of an environment, newest first. A search looks through these alone. */
export function deletionsOf(sql: Sql, query: DeletionsQuery): Promise<DeletionRow[]> {
  return sql<DeletionRow>`
    SELECT seq, at, secret_id::text AS "secretId", target_name AS name, actor_label AS by, detail
    FROM audit_events
    WHERE environment_id = ${query.environmentId}::uuid AND action = 'secret.deleted'
      AND seq < coalesce(${query.before === null ? null : String(query.before)}::bigint, 9223372036854775807)
      AND (${query.search}::text IS NULL OR strpos(lower(target_name), lower(${query.search}::text)) > 0)
      AND (${query.prefixes}::text[] IS NULL OR lower(target_name) ^@ ANY(${query.prefixes}::text[]))
    ORDER BY seq DESC LIMIT ${query.limit}::int`;
}

export function headOf(row: HeadRow): ChainHead {
  return { seq: Number(row.seq), hash: Buffer.from(row.hash) };
}

/** Bytes in PostgreSQL's own text form, which both drivers pass through as it is, in arrays too. */
export function bytea(bytes: Buffer): string {
  return `\\x${bytes.toString("hex")}`;
}
