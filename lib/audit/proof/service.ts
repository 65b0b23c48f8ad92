import { authorize, requireUnnarrowed } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { sqlOn } from "@/lib/db/sql";
import { AppError, fieldError } from "@/lib/platform/app-error";
import type { ChainEvent, ChainLink } from "../chain";
import { indexLog } from "../indexing/service";
import { readableWhole } from "../reading/service";
import { linksAfter } from "../store";
import { leafMaker } from "../tree/leaf";
import { consistencyRanges, HASH_BYTES, inclusionRanges, type LeafRange, rangeHash } from "../tree/merkle";
import { nodesFor, signerOf } from "../tree/service";
import { type Checkpoint, findTiles, lastCheckpoint } from "../tree/store";
import { TILE_HASHES, TILE_LEVELS, type TileRef } from "../tree/tiles";
import type { InclusionProof } from "./model";

/** Public half of the key that signs for this log, in the forms that verifiers take. */
export interface LogKey {
  readonly algorithm: "Ed25519";
  /** Raw, 32 bytes in base64. */
  readonly publicKey: string;
  readonly keyName: string;
  readonly verifierKey: string;
}

/** Throws `forbidden` for whoever may not read the log of the whole organisation. */
export async function requireWholeLog(ctx: Ctx): Promise<void> {
  await authorize(ctx, "audit.read", null);
  await requireUnnarrowed(ctx, "audit.read");
}

export async function readLogKey(ctx: Ctx): Promise<LogKey> {
  await requireWholeLog(ctx);
  const { origin, publicKey, verifierKey } = signerOf(ctx);
  return { algorithm: "Ed25519", publicKey: publicKey.toString("base64"), keyName: origin, verifierKey };
}

/** The last checkpoint: at most a minute and a thousand events behind the end of the log. */
export async function readCheckpoint(ctx: Ctx): Promise<Checkpoint> {
  await requireWholeLog(ctx);
  return (await lastCheckpoint(sqlOn(ctx.pool))) ?? (await indexLog(ctx));
}

/**
 * That an event is in the log. Throws `notFound` for a number that the log does not have, or whose event an API key may not
 * know of or not read whole: names of secrets cannot be left out of a proof.
 */
export async function readProof(ctx: Ctx, seq: number): Promise<InclusionProof> {
  await requireWholeLog(ctx);
  const last = await lastCheckpoint(sqlOn(ctx.pool));
  const checkpoint = last && seq <= last.size ? last : await indexLog(ctx);
  const [link] = seq > checkpoint.size ? [] : await linksAfter(sqlOn(ctx.pool), seq - 1, 1);
  const isThere = link?.seq === seq && (await readableWhole(ctx, [link])).length === 1;
  if (!isThere) throw new AppError("notFound", `The log has no event ${seq} that can be proved to you.`);
  const [proof] = await proofsOf(ctx, checkpoint, [link]);
  if (!proof) throw new Error("an event without a proof");
  return proof;
}

/** Proofs of events that the checkpoint covers; their tiles are read in one query. */
export async function proofsOf(
  ctx: Pick<Ctx, "pool" | "keys">,
  { size, note }: Checkpoint,
  links: readonly ChainLink[],
): Promise<InclusionProof[]> {
  const leafOf = leafMaker(ctx.keys.derive("audit-salt"));
  const asked = links.map((link) => ({ link, ranges: inclusionRanges(link.seq - 1, size) }));
  const hashOf = await nodesFor(
    sqlOn(ctx.pool),
    asked.flatMap(({ ranges }) => ranges),
  );
  return asked.map(({ link, ranges }) => ({
    index: link.seq - 1,
    size,
    hashes: ranges.map((range) => rangeHash(range, hashOf)),
    leaf: leafOf(link),
    event: eventOf(link),
    checkpoint: note,
  }));
}

function eventOf({ previousHash: _previous, hash: _hash, ...event }: ChainLink): ChainEvent {
  return event;
}

/** That the log of `to` events goes on from the one of `from` events. Throws `validation` for sizes that are none. */
export async function readConsistency(ctx: Ctx, from: number, to: number): Promise<readonly Buffer[]> {
  await requireWholeLog(ctx);
  if (from > to) throw fieldError("from", "The older tree is not the larger one.");
  const last = await lastCheckpoint(sqlOn(ctx.pool));
  const { size } = last && to <= last.size ? last : await indexLog(ctx);
  if (to > size) throw fieldError("to", `The log has ${size} events by now.`);
  return consistencyHashes(ctx, from, to);
}

export async function consistencyHashes(
  ctx: Pick<Ctx, "pool">,
  from: number,
  to: number,
): Promise<readonly Buffer[]> {
  const ranges: readonly LeafRange[] = consistencyRanges(from, to);
  const hashOf = await nodesFor(sqlOn(ctx.pool), ranges);
  return ranges.map((range) => rangeHash(range, hashOf));
}

/** The first `width` hashes of a tile. Throws `notFound` unless the last checkpoint covers all of them. */
export async function readTile(ctx: Ctx, ref: TileRef, width: number): Promise<Buffer> {
  await requireWholeLog(ctx);
  const sql = sqlOn(ctx.pool);
  const { size = 0 } = (await lastCheckpoint(sql)) ?? {};
  const leaves = (ref.number * TILE_HASHES + width) * 2 ** (ref.level * TILE_LEVELS);
  const [tile] = leaves <= size ? await findTiles(sql, [ref]) : [];
  if (!tile) throw new AppError("notFound", "The tree of the last checkpoint has no such tile.");
  return tile.hashes.subarray(0, width * HASH_BYTES);
}
