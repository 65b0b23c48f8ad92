import { HMAC_BLOCK_BYTES, openHmac } from "@/lib/crypto/hmac";
import type { PrunableKind } from "@/lib/platform/retention";
import { HASH_BYTES } from "../tree/merkle";

/** What an event `audit.pruned` says: events of one kind between two numbers left the log, as retention has it. */
export interface Tombstone {
  readonly kind: PrunableKind;
  readonly from: number;
  readonly to: number;
  readonly events: number;
  /** The MACs of their numbers and leaves, all XORed: whoever has no key can put no other events in their place. Hex. */
  readonly digest: string;
}

const INTEGER_BYTES = 8;

/** XOR of HMACs over the number and the leaf hash of events, in any order. */
export interface LeafDigest {
  add(seq: number, leaf: Buffer): void;
  readonly events: () => number;
  readonly hex: () => string;
}

/** `key`: 32 bytes of this instance. */
export function leafDigest(key: Buffer): LeafDigest {
  const hmac = openHmac(key);
  const input = Buffer.alloc(HMAC_BLOCK_BYTES + INTEGER_BYTES + HASH_BYTES);
  const sum = Buffer.alloc(HASH_BYTES);
  let events = 0;
  return {
    add: (seq, leaf) => {
      input.writeBigUInt64BE(BigInt(seq), HMAC_BLOCK_BYTES);
      input.set(leaf, HMAC_BLOCK_BYTES + INTEGER_BYTES);
      xorInto(sum, hmac(input, input.length));
      events += 1;
    },
    events: () => events,
    hex: () => sum.toString("hex"),
  };
}

/** Tombstones whose ranges touch: what is missing between `from` and `to` is what all of them name together. */
export type Gap = Omit<Tombstone, "kind">;

/** Tombstones put together where they overlap, in order. */
export function gapsOf(tombstones: readonly Tombstone[]): Gap[] {
  const sorted = [...tombstones].sort((a, b) => a.from - b.from);
  const gaps: Gap[] = [];
  for (const next of sorted) {
    const last = gaps.at(-1);
    if (!last || next.from > last.to) gaps.push(next);
    else gaps[gaps.length - 1] = joined(last, next);
  }
  return gaps;
}

function joined(a: Gap, b: Tombstone): Gap {
  const digest = Buffer.from(a.digest, "hex");
  xorInto(digest, Buffer.from(b.digest, "hex"));
  return {
    from: a.from,
    to: Math.max(a.to, b.to),
    events: a.events + b.events,
    digest: digest.toString("hex"),
  };
}

function xorInto(sum: Buffer, more: Buffer): void {
  for (let i = 0; i < sum.length; i += 1) sum[i] = (sum[i] ?? 0) ^ (more[i] ?? 0);
}

/** What retention does to one kind of events. */
export interface KindStorage {
  readonly kind: PrunableKind;
  /** Null: kept for ever. */
  readonly days: number | null;
  /** Events that become old enough within the next 30 days. */
  readonly dueSoon: number;
  readonly removed: number;
}

/** How large the log is, how fast it grows, and what retention removes. */
export interface LogStorage {
  readonly bytes: number;
  readonly events: number;
  /** On average over the last 30 days. */
  readonly eventsPerDay: number;
  readonly kinds: readonly KindStorage[];
}
