import type { Pool } from "@/lib/db/client";
import { sqlOn, templateOf } from "@/lib/db/sql";
import type { Block } from "../indexing/model";
import { HASH_BYTES } from "../tree/merkle";
import { TILE_HASHES } from "../tree/tiles";

/** An event as it stands in the table and whatever was done to it: the bytes that the chain covers, and its two hashes. */
export interface EncodedLink {
  readonly seq: number;
  readonly encoded: Buffer;
  readonly previousHash: Buffer;
  readonly hash: Buffer;
}

/** A text as `encodeEvent` has it. */
const text = (column: string) =>
  `CASE WHEN ${column} IS NULL THEN '\\x00'::bytea ELSE '\\x01'::bytea || int4send(octet_length(${column})) || convert_to(${column}, 'UTF8') END`;

/** The same as `encodeEvent` gives, made by the database while this program hashes what came before. */
const ENCODED = [
  text("'strongroom/audit-event/v1'"),
  "int8send(seq)",
  "int8send((extract(epoch FROM at) * 1000)::bigint)",
  ...[
    "id::text",
    "action",
    "actor_kind",
    "actor_id",
    "actor_label",
    "project_id::text",
    "environment_id::text",
  ].map(text),
  ...["secret_id::text", "target_name", "detail", "ip", "user_agent", "request_id"].map(text),
].join(" || ");

const LINKS = `SELECT seq, ${ENCODED} AS encoded, previous_hash AS "previousHash", hash FROM audit_events
  WHERE seq > $1::bigint AND seq <= $2::bigint ORDER BY seq`;

/** The links `after` < seq ≤ `to`. */
export async function encodedLinks(pool: Pool, after: number, to: number): Promise<EncodedLink[]> {
  const rows = await sqlOn(pool)<Omit<EncodedLink, "seq"> & { readonly seq: string }>(
    templateOf(LINKS),
    String(after),
    String(to),
  );
  return rows.map(({ seq, ...link }) => ({ ...link, seq: Number(seq) }));
}

/** Leaf hashes of blocks, by the number of their event. */
export function leavesIn(blocks: readonly Pick<Block, "number" | "leaves">[]): Map<number, Buffer> {
  const leaves = new Map<number, Buffer>();
  for (const { number, leaves: bytes } of blocks) {
    for (let at = 0; at + HASH_BYTES <= bytes.length; at += HASH_BYTES)
      leaves.set(number * TILE_HASHES + at / HASH_BYTES + 1, bytes.subarray(at, at + HASH_BYTES));
  }
  return leaves;
}
