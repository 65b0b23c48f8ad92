import type { Sql } from "@/lib/db/sql";
import { type ChainHead, type ChainLink, GENESIS } from "./chain";

/** pg gives a bigint as text, Prisma as a bigint; bytes are a Buffer from one and a plain array of bytes from the other. */
type BigIntColumn = string | bigint;

interface HeadRow {
  readonly seq: BigIntColumn;
  readonly hash: Uint8Array;
}

/** The end of the chain as last committed; the beginning when nothing was ever written. */
export async function head(sql: Sql): Promise<ChainHead> {
  const [row] = await sql<HeadRow>`SELECT seq, hash FROM audit_head`;
  return row ? headOf(row) : GENESIS;
}

/** The same, and nobody else may append until this transaction ends. Makes the row if it is not there yet. */
export async function lockedHead(sql: Sql): Promise<ChainHead> {
  const [row] = await sql<HeadRow>`SELECT seq, hash FROM audit_head FOR UPDATE`;
  if (row) return headOf(row);
  await sql`
    INSERT INTO audit_head (is_only, seq, hash) VALUES (true, ${GENESIS.seq}::bigint, ${GENESIS.hash}::bytea)
    ON CONFLICT DO NOTHING`;
  const [made] = await sql<HeadRow>`SELECT seq, hash FROM audit_head FOR UPDATE`;
  if (!made) throw new Error("the head of the audit log cannot be read");
  return headOf(made);
}

/** Writes links and moves the head to the last of them, in one statement. The head must be locked. */
export async function insertLinks(sql: Sql, links: readonly ChainLink[]): Promise<void> {
  const last = links.at(-1);
  if (!last) return;
  await sql`
    WITH inserted AS (
      INSERT INTO audit_events (seq, id, at, action, actor_kind, actor_id, actor_label, project_id, environment_id,
        secret_id, target_name, detail, ip, user_agent, request_id, previous_hash, hash)
      SELECT * FROM unnest(
        ${links.map((link) => String(link.seq))}::bigint[],
        ${links.map((link) => link.id)}::uuid[],
        ${links.map((link) => new Date(link.atMs).toISOString())}::timestamptz[],
        ${links.map((link) => link.action)}::text[],
        ${links.map((link) => link.actorKind)}::text[],
        ${links.map((link) => link.actorId)}::text[],
        ${links.map((link) => link.actorLabel)}::text[],
        ${links.map((link) => link.projectId)}::uuid[],
        ${links.map((link) => link.environmentId)}::uuid[],
        ${links.map((link) => link.secretId)}::uuid[],
        ${links.map((link) => link.targetName)}::text[],
        ${links.map((link) => link.detail)}::text[],
        ${links.map((link) => link.ip)}::text[],
        ${links.map((link) => link.userAgent)}::text[],
        ${links.map((link) => link.requestId)}::text[],
        ${links.map((link) => bytea(link.previousHash))}::bytea[],
        ${links.map((link) => bytea(link.hash))}::bytea[]
      )
    )
    UPDATE audit_head SET seq = ${String(last.seq)}::bigint, hash = ${bytea(last.hash)}::bytea`;
}

function headOf(row: HeadRow): ChainHead {
  return { seq: Number(row.seq), hash: Buffer.from(row.hash) };
}

/** Bytes in PostgreSQL's own text form, which both drivers pass through as it is, in arrays too. */
function bytea(bytes: Buffer): string {
  return `\\x${bytes.toString("hex")}`;
}
