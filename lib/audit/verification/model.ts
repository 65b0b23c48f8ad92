import { timingSafeEqual } from "node:crypto";
import { type ChainHead, type ChainLink, linkHash } from "../chain";
import type { Breach } from "./breaches";

/** The first event where something is wrong, and what. */
export interface Found {
  readonly seq: number;
  readonly breach: Breach;
}

/** What is wrong with the link that follows on `last`, by the chain alone. */
export function breachOf(key: Buffer, last: ChainHead, link: ChainLink): Breach | null {
  if (link.seq !== last.seq + 1) return "removed";
  const computed = linkHash(key, link.previousHash, link);
  if (computed.length !== link.hash.length || !timingSafeEqual(computed, link.hash)) return "altered";
  return link.previousHash.equals(last.hash) ? null : "unlinked";
}
