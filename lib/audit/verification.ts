import { timingSafeEqual } from "node:crypto";
import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";
import { type ChainHead, type ChainLink, GENESIS, linkHash } from "./chain";
import { head, linkHashAt, linksAfter, seqBeforeFirst } from "./store";

export interface ChainSource {
  readonly pool: Pool;
  /** The audit key of this instance, 32 bytes. */
  readonly key: Buffer;
}

/** A head as people keep it: `hash` in hex. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

export interface VerifyOptions {
  /** The first event to check; 1 unless told. The event before it is taken as it stands. */
  readonly from?: number;
  /** A head that was noted down outside this database: the only way to see the end cut off together with the head. */
  readonly expectedHead?: AuditHead;
}

export type Breach = "removed" | "altered" | "unlinked" | "headMoved" | "unexpectedHead";

export type Verification =
  | { readonly isIntact: true; readonly checked: number; readonly head: AuditHead }
  | { readonly isIntact: false; readonly checked: number; readonly seq: number; readonly breach: Breach };

const BATCH = 1_000;

/**
 * Recomputes the chain from the first event (or `from`) to its end and compares the end with the head. Reads in batches
 * with constant memory and blocks no writer. Finds what was altered, removed, inserted, reordered or cut off, and says
 * at which number first.
 */
export async function verifyChain(source: ChainSource, options: VerifyOptions = {}): Promise<Verification> {
  const sql = sqlOn(source.pool);
  const { expectedHead } = options;
  const start = await startOf(sql, options.from ?? 1);
  if (!start) return broken(0, (options.from ?? 1) - 1, "removed");
  if (expectedHead && !(await isStill(sql, expectedHead)))
    return broken(0, expectedHead.seq, "unexpectedHead");
  const stray = await seqBeforeFirst(sql);
  if (stray !== null) return broken(0, stray, "unlinked");
  let last = start;
  for (;;) {
    // Read before the events, so that it can only be behind what they show, never ahead of it.
    const end = await head(sql);
    const links = await linksAfter(sql, last.seq, BATCH);
    for (const link of links) {
      const breach = breachOf(source.key, last, link);
      const seq = breach === "removed" ? last.seq + 1 : link.seq;
      if (breach) return broken(last.seq - start.seq, seq, breach);
      last = link;
    }
    if (links.length > 0) continue;
    const checked = last.seq - start.seq;
    if (end.seq > last.seq) return broken(checked, last.seq + 1, "removed");
    if (end.seq < last.seq || !end.hash.equals(last.hash)) return broken(checked, end.seq, "headMoved");
    return { isIntact: true, checked, head: shownHead(last) };
  }
}

/** The head as people note it down. */
export function shownHead(end: ChainHead): AuditHead {
  return { seq: end.seq, hash: end.hash.toString("hex") };
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

export function breachOf(key: Buffer, last: ChainHead, link: ChainLink): Breach | null {
  if (link.seq !== last.seq + 1) return "removed";
  const computed = linkHash(key, link.previousHash, link);
  if (computed.length !== link.hash.length || !timingSafeEqual(computed, link.hash)) return "altered";
  return link.previousHash.equals(last.hash) ? null : "unlinked";
}

function broken(checked: number, seq: number, breach: Breach): Verification {
  return { isIntact: false, checked, seq, breach };
}
