import { type Sql, templateOf } from "@/lib/db/sql";
import { type ChainHead, GENESIS } from "../chain";
import { bytea, type HeadRow, headOf } from "../store";
import type { ActivityCount, Block, SealedBlock } from "./model";

/** Up to which event the log is indexed. */
export async function indexedHead(sql: Sql): Promise<ChainHead> {
  const [row] = await sql<HeadRow>`SELECT seq, hash FROM audit_index`;
  return row ? headOf(row) : GENESIS;
}

/** The same, and nobody else indexes until this transaction ends. Makes the row if it is not there yet. */
export async function lockedIndex(sql: Sql): Promise<ChainHead> {
  await sql`
    INSERT INTO audit_index (is_only, seq, hash) VALUES (true, 0, ${bytea(GENESIS.hash)}::bytea)
    ON CONFLICT DO NOTHING`;
  const [row] = await sql<HeadRow>`SELECT seq, hash FROM audit_index FOR UPDATE`;
  if (!row) throw new Error("the index of the audit log cannot be read");
  return headOf(row);
}

export async function moveIndex(sql: Sql, { seq, hash }: ChainHead): Promise<void> {
  await sql`UPDATE audit_index SET seq = ${String(seq)}::bigint, hash = ${bytea(hash)}::bytea`;
}

interface BlockRow extends Omit<SealedBlock, "leaves" | "seal"> {
  readonly leaves: Uint8Array;
  readonly seal: Uint8Array | null;
}

const BLOCKS = `
    SELECT number, leaves, coalesce(array_remove(terms, NULL), '{}') AS terms,
      (extract(epoch FROM first_at) * 1000)::float8 AS "firstAtMs", (extract(epoch FROM last_at) * 1000)::float8 AS "lastAtMs", seal,
      coalesce((SELECT seq FROM audit_index), 0)::float8 AS indexed
    FROM audit_blocks`;

/** The blocks `first` … `last` that are there, in order. */
export async function findBlocks(sql: Sql, first: number, last: number): Promise<SealedBlock[]> {
  const text = `${BLOCKS} WHERE number BETWEEN $1::int AND $2::int ORDER BY number`;
  return (await sql<BlockRow>(templateOf(text), first, last)).map(blockIn);
}

/** Some blocks that have no seal yet, in order. */
export async function unsealedBlocks(sql: Sql, limit: number): Promise<SealedBlock[]> {
  const text = `${BLOCKS} WHERE seal IS NULL ORDER BY number LIMIT $1::int`;
  return (await sql<BlockRow>(templateOf(text), limit)).map(blockIn);
}

function blockIn({ leaves, seal, ...row }: BlockRow): SealedBlock {
  return { ...row, leaves: Buffer.from(leaves), seal: seal && Buffer.from(seal) };
}

/** Writes blocks, whole, with their seals; they may be there already. */
export async function saveBlocks(
  sql: Sql,
  blocks: readonly Block[],
  sealOf: (block: Block) => Buffer,
): Promise<void> {
  const times = (pick: (block: Block) => number) =>
    blocks.map((block) => new Date(pick(block)).toISOString());
  await sql`
    INSERT INTO audit_blocks (number, leaves, terms, first_at, last_at, seal)
    SELECT b.number, b.leaves, b.terms::int[], b.first_at, b.last_at, b.seal
    FROM unnest(${blocks.map(({ number }) => number)}::int[], ${blocks.map(({ leaves }) => bytea(leaves))}::bytea[],
      ${blocks.map(({ terms }) => `{${terms.join(",")}}`)}::text[],
      ${times(({ firstAtMs }) => firstAtMs)}::timestamptz[], ${times(({ lastAtMs }) => lastAtMs)}::timestamptz[],
      ${blocks.map((block) => bytea(sealOf(block)))}::bytea[]
    ) AS b (number, leaves, terms, first_at, last_at, seal)
    ON CONFLICT (number) DO UPDATE SET leaves = excluded.leaves, terms = excluded.terms,
      first_at = excluded.first_at, last_at = excluded.last_at, seal = excluded.seal`;
}

/** Adds to what is counted. Each hour, action and place comes once. */
export async function addActivity(sql: Sql, counts: readonly ActivityCount[]): Promise<void> {
  await sql`
    INSERT INTO audit_activity AS a (hour, action, place, project_id, environment_id, events)
    SELECT c.hour, c.action, coalesce(c.environment_id, c.project_id, '00000000-0000-0000-0000-000000000000'),
      c.project_id, c.environment_id, c.events
    FROM unnest(${counts.map(({ hourMs }) => new Date(hourMs).toISOString())}::timestamptz[],
      ${counts.map(({ action }) => action)}::text[], ${counts.map(({ projectId }) => projectId)}::uuid[],
      ${counts.map(({ environmentId }) => environmentId)}::uuid[], ${counts.map(({ events }) => events)}::int[]
    ) AS c (hour, action, project_id, environment_id, events)
    ON CONFLICT (hour, action, place) DO UPDATE SET events = a.events + excluded.events`;
}

export async function addNames(sql: Sql, names: readonly string[]): Promise<void> {
  await sql`INSERT INTO audit_names (name) SELECT unnest(${names}::text[]) ON CONFLICT DO NOTHING`;
}
