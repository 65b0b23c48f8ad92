import { timingSafeEqual } from "node:crypto";
import type { Ctx } from "@/lib/context";
import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";
import { type ChainHead, GENESIS, hashEncoded } from "../chain";
import { blockOf } from "../indexing/model";
import { findBlocks } from "../indexing/store";
import { head, linkHashAt, seqBeforeFirst } from "../store";
import { signerOf } from "../tree/service";
import { TILE_HASHES } from "../tree/tiles";
import type { Breach } from "./breaches";
import { type IndexCheck, type IndexedPart, openIndexCheck } from "./index-check";
import type { Found } from "./model";
import { type PrunedCheck, readPruned } from "./pruned";
import { type EncodedLink, encodedLinks, leavesIn } from "./store";
import { openTreeCheck, type TreeCheck, type TreeKeys } from "./tree";

export type { Breach } from "./breaches";

export interface ChainSource {
  readonly pool: Pool;
  /** The audit key of this instance, 32 bytes. */
  readonly key: Buffer;
  /** What tree and index are checked with; without it the chain alone is. */
  readonly tree?: TreeKeys;
}

/** A head as people keep it: `hash` in hex. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

export interface VerifyOptions {
  /** The first event to check; 1 unless told. What is before it is taken as it stands. */
  readonly from?: number;
  /** A head that was noted down outside this database: the only way to see the end cut off together with the head. */
  readonly expectedHead?: AuditHead;
  /** Is told now and then up to which event all is well, and how many there are. */
  readonly onProgress?: (seq: number, of: number) => void;
}

export type Verification =
  | { readonly isIntact: true; readonly checked: number; readonly head: AuditHead }
  | { readonly isIntact: false; readonly checked: number; readonly seq: number; readonly breach: Breach };

/** Blocks that are read at a time. */
const PART_BLOCKS = 16;

/** What chain and tree of an instance are checked with. */
export function logSource({ pool, keys }: Pick<Ctx, "pool" | "keys">): ChainSource {
  const tree = {
    saltKey: keys.derive("audit-salt"),
    prunedKey: keys.derive("audit-pruned"),
    blockKey: keys.derive("audit-block"),
    signer: signerOf({ keys }),
  };
  return { pool, key: keys.derive("audit"), tree };
}

/**
 * Recomputes the log from the first event (or `from`) to its end: the chain; that what is missing left by retention; the
 * tree; every signed checkpoint; and what events are found by. Reads part by part with constant memory and blocks no writer. Finds what was altered,
 * removed, inserted, reordered or cut off, and says at which number first.
 */
export async function verifyChain(source: ChainSource, options: VerifyOptions = {}): Promise<Verification> {
  const sql = sqlOn(source.pool);
  const { expectedHead, onProgress = () => {} } = options;
  const start = await startOf(sql, options.from ?? 1);
  if (!start) return broken(0, (options.from ?? 1) - 1, "removed");
  if (expectedHead && !(await isStill(sql, expectedHead)))
    return broken(0, expectedHead.seq, "unexpectedHead");
  const stray = await seqBeforeFirst(sql);
  if (stray !== null) return broken(0, stray, "unlinked");
  const pruned = await readPruned(source, start.seq);
  const tree = source.tree ? await openTreeCheck(source.pool, source.tree, start.seq) : null;
  const index = source.tree ? openIndexCheck(source.pool, source.tree.blockKey) : null;
  const run: Run = { key: source.key, last: start, seen: start.seq, checked: 0, pruned, tree, index };
  for (let part = readPart(source.pool, start.seq); ; ) {
    const read = await part;
    const { links, to, end } = read;
    const isLast = to >= end.seq && links.length === 0;
    if (!isLast) part = readPart(source.pool, to >= end.seq ? (links.at(-1)?.seq ?? to) : to);
    const found =
      checkPart(run, { ...read, to: Math.min(to, end.seq) }) ??
      (await tree?.checkNodes()) ??
      (await index?.check(read));
    if (found) return broken(run.checked, found.seq, found.breach);
    onProgress(run.seen, end.seq);
    if (!isLast) continue;
    return verdict(run, end);
  }
}

/** The head as people note it down. */
export function shownHead(end: ChainHead): AuditHead {
  return { seq: end.seq, hash: end.hash.toString("hex") };
}

interface Run {
  readonly key: Buffer;
  last: ChainHead;
  /** The number of the last event that was checked or found to have left. */
  seen: number;
  checked: number;
  readonly pruned: PrunedCheck;
  readonly tree: TreeCheck | null;
  readonly index: IndexCheck | null;
}

interface Part extends IndexedPart {
  readonly leaves: ReadonlyMap<number, Buffer>;
  readonly to: number;
}

/** The end is read before the events, and so are the blocks: they can only be behind what the events show, never ahead of it. */
async function readPart(pool: Pool, after: number): Promise<Part & { readonly end: ChainHead }> {
  const end = await head(sqlOn(pool));
  const [first, last] = [blockOf(after + 1), blockOf(after + 1) + PART_BLOCKS - 1];
  const to = (last + 1) * TILE_HASHES;
  const blocks = await findBlocks(sqlOn(pool), first, last);
  const links = await encodedLinks(pool, after, to);
  return { first, last, blocks, leaves: leavesIn(blocks), links, to, end };
}

function checkPart(run: Run, { links, leaves, to }: Part): Found | null {
  for (const link of links) {
    const found = checkMissing(run, leaves, link.seq - 1) ?? checkLink(run, link, leaves);
    if (found) return found;
  }
  return checkMissing(run, leaves, to);
}

function checkLink(run: Run, link: EncodedLink, leaves: ReadonlyMap<number, Buffer>): Found | null {
  const { key, last, tree } = run;
  const computed = hashEncoded(key, link.previousHash, link.encoded);
  const isAltered = computed.length !== link.hash.length || !timingSafeEqual(computed, link.hash);
  if (isAltered) return { seq: link.seq, breach: "altered" };
  if (link.seq === last.seq + 1 && !link.previousHash.equals(last.hash))
    return { seq: link.seq, breach: "unlinked" };
  run.last = link;
  run.seen = link.seq;
  run.checked += 1;
  return tree ? tree.add(link.seq, link.encoded, leaves.get(link.seq)) : null;
}

/** What is missing up to a number has to be what retention removed. */
function checkMissing(run: Run, leaves: ReadonlyMap<number, Buffer>, to: number): Found | null {
  for (let seq = run.seen + 1; seq <= to; seq += 1) {
    const leaf = leaves.get(seq);
    if (!leaf || !run.pruned.add(seq, leaf)) return { seq, breach: "removed" };
    run.seen = seq;
    const found = run.tree?.addLeaf(leaf);
    if (found) return found;
  }
  return null;
}

async function verdict({ pruned, tree, index, last, checked }: Run, end: ChainHead): Promise<Verification> {
  if (end.seq < last.seq || !end.hash.equals(last.hash)) return broken(checked, end.seq, "headMoved");
  const found = pruned.check() ?? (await tree?.checkEnd()) ?? (await index?.checkEnd());
  if (found) return broken(checked, found.seq, found.breach);
  return { isIntact: true, checked, head: shownHead(last) };
}

async function startOf(sql: Sql, from: number): Promise<ChainHead | null> {
  if (from <= 1) return GENESIS;
  const hash = await linkHashAt(sql, from - 1);
  return hash && { seq: from - 1, hash };
}

/** Whether an event noted down earlier is still what it was. Its predecessors are for the chain to prove. */
async function isStill(sql: Sql, expected: AuditHead): Promise<boolean> {
  if (expected.seq === GENESIS.seq) return expected.hash === shownHead(GENESIS).hash;
  const hash = await linkHashAt(sql, expected.seq);
  return hash?.toString("hex") === expected.hash.toLowerCase();
}

function broken(checked: number, seq: number, breach: Breach): Verification {
  return { isIntact: false, checked, seq, breach };
}
