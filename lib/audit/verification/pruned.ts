import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import { linkHash } from "../chain";
import { gapsOf, type LeafDigest, leafDigest, type Tombstone } from "../retention/model";
import { tombstoneLinks } from "../store";
import type { Found } from "./model";

/** Whether the events that are missing are those that retention removed. */
export interface PrunedCheck {
  /** Takes note of a missing event; false if none may be missing there. */
  add(seq: number, leaf: Buffer): boolean;
  /** What is missing besides, or was put back, among all that was looked at. */
  check(): Found | null;
}

interface Source {
  readonly pool: Pool;
  readonly key: Buffer;
  readonly tree?: { readonly prunedKey: Buffer };
}

/** Reads which events left, as the log itself says. What is before `after` is not looked at. */
export async function readPruned({ pool, key, tree }: Source, after: number): Promise<PrunedCheck> {
  const links = tree ? await tombstoneLinks(sqlOn(pool)) : [];
  const genuine = links.filter((link) => linkHash(key, link.previousHash, link).equals(link.hash));
  const gaps = gapsOf(genuine.map((link): Tombstone => JSON.parse(link.detail)));
  const found: (LeafDigest | undefined)[] = [];
  let at = 0;
  return {
    add: (seq, leaf) => {
      while ((gaps[at]?.to ?? Number.POSITIVE_INFINITY) < seq) at += 1;
      if (!tree || (gaps[at]?.from ?? Number.POSITIVE_INFINITY) > seq) return false;
      found[at] ??= leafDigest(tree.prunedKey);
      found[at]?.add(seq, leaf);
      return true;
    },
    check: () => {
      const wrong = gaps.find(({ from, events, digest }, i) => {
        const seen = found[i];
        return from > after && (events !== (seen?.events() ?? 0) || (seen && digest !== seen.hex()));
      });
      return wrong ? { seq: wrong.from, breach: "otherPruned" } : null;
    },
  };
}
