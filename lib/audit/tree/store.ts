import type { Sql } from "@/lib/db/sql";
import { bytea } from "../store";
import type { TreeHead } from "./checkpoint";
import type { Tile, TileRef } from "./tiles";

interface TileRow extends TileRef {
  readonly hashes: Uint8Array;
}

/** The tiles at these refs, as far as they are there, with the hashes that they have by now. */
export async function findTiles(sql: Sql, refs: readonly TileRef[]): Promise<Tile[]> {
  const blocks = refs.flatMap(({ level, number }) => (level === 0 ? [number] : []));
  const above = refs.filter(({ level }) => level > 0);
  const rows = await sql<TileRow>`
    SELECT 0 AS level, number, leaves AS hashes FROM audit_blocks WHERE number = ANY (${blocks}::int[])
    UNION ALL
    SELECT t.level, t.number, t.hashes FROM audit_tiles t
    JOIN unnest(${above.map(({ level }) => level)}::int[], ${above.map(({ number }) => number)}::int[]) AS p (level, number)
      ON p.level = t.level AND p.number = t.number`;
  return rows.map(({ level, number, hashes }) => ({ level, number, hashes: Buffer.from(hashes) }));
}

/** Writes tiles, whole; they may be there already, with fewer hashes. */
export async function saveTiles(sql: Sql, tiles: readonly Tile[]): Promise<void> {
  await sql`
    INSERT INTO audit_tiles (level, number, hashes)
    SELECT * FROM unnest(${tiles.map(({ level }) => level)}::int[], ${tiles.map(({ number }) => number)}::int[],
      ${tiles.map(({ hashes }) => bytea(hashes))}::bytea[])
    ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes`;
}

/** A signed end of the tree. */
export interface Checkpoint extends TreeHead {
  /** The signed note. */
  readonly note: string;
  readonly madeAt: Date;
}

interface CheckpointRow {
  readonly size: string | bigint;
  readonly root: Uint8Array;
  readonly note: string;
  readonly madeAt: Date;
}

export async function lastCheckpoint(sql: Sql): Promise<Checkpoint | null> {
  const [row] = await sql<CheckpointRow>`
    SELECT size, root, note, made_at AS "madeAt" FROM audit_checkpoints ORDER BY size DESC LIMIT 1`;
  return row ? checkpointOf(row) : null;
}

/** The checkpoints of trees larger than `size`, smallest first. */
export async function checkpointsAfter(sql: Sql, size: number, limit: number): Promise<Checkpoint[]> {
  const rows = await sql<CheckpointRow>`
    SELECT size, root, note, made_at AS "madeAt" FROM audit_checkpoints
    WHERE size > ${String(size)}::bigint ORDER BY size LIMIT ${limit}::int`;
  return rows.map(checkpointOf);
}

export async function saveCheckpoint(sql: Sql, { size, root, note, madeAt }: Checkpoint): Promise<void> {
  await sql`
    INSERT INTO audit_checkpoints (size, root, note, made_at)
    VALUES (${String(size)}::bigint, ${bytea(root)}::bytea, ${note}::text, ${madeAt}::timestamptz)
    ON CONFLICT (size) DO NOTHING`;
}

function checkpointOf({ size, root, note, madeAt }: CheckpointRow): Checkpoint {
  return { size: Number(size), root: Buffer.from(root), note, madeAt };
}
