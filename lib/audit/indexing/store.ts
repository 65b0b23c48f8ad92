import type { Sql } from "@/lib/db/sql";
import { type ChainHead, GENESIS } from "../chain";
import { bytea, type HeadRow, headOf } from "../store";
import type { ActivityCount, Block } from "./model";

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

interface BlockRow extends Omit<Block, "leaves" | "terms"> {
  readonly leaves: Uint8Array;
  readonly terms: readonly number[];
}

export async function findBlock(sql: Sql, number: number): Promise<Block | null> {
  const [row] = await sql<BlockRow>`
    SELECT number, leaves, terms, (extract(epoch FROM first_at) * 1000)::float8 AS "firstAtMs",
      (extract(epoch FROM last_at) * 1000)::float8 AS "lastAtMs"
    FROM audit_blocks WHERE number = ${number}::int`;
  return row ? { ...row, leaves: Buffer.from(row.leaves) } : null;
}

/** Writes blocks, whole; the first may be there already, with fewer events. */
export async function saveBlocks(sql: Sql, blocks: readonly Block[]): Promise<void> {
  const times = (pick: (block: Block) => number) =>
    blocks.map((block) => new Date(pick(block)).toISOString());
  await sql`
    INSERT INTO audit_blocks (number, leaves, terms, first_at, last_at)
    SELECT b.number, b.leaves, b.terms::int[], b.first_at, b.last_at
    FROM unnest(${blocks.map(({ number }) => number)}::int[], ${blocks.map(({ leaves }) => bytea(leaves))}::bytea[],
      ${blocks.map(({ terms }) => `{${terms.join(",")}}`)}::text[],
      ${times(({ firstAtMs }) => firstAtMs)}::timestamptz[], ${times(({ lastAtMs }) => lastAtMs)}::timestamptz[]
    ) AS b (number, leaves, terms, first_at, last_at)
    ON CONFLICT (number) DO UPDATE SET leaves = excluded.leaves, terms = excluded.terms,
      first_at = excluded.first_at, last_at = excluded.last_at`;
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
