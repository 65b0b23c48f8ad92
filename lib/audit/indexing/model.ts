import type { ChainEvent } from "../chain";
import { HASH_BYTES } from "../tree/merkle";
import { TILE_HASHES } from "../tree/tiles";
import { namesIn, termsOf } from "./terms";

/** 256 events in a row, the last block fewer: what they can be found by, and their leaves in the tree. */
export interface Block {
  /** From 0: it holds the events number × 256 + 1 to number × 256 + 256. */
  readonly number: number;
  /** Their leaf hashes, one after the other. */
  readonly leaves: Buffer;
  readonly terms: readonly number[];
  readonly firstAtMs: number;
  readonly lastAtMs: number;
}

/** A block as it is kept. */
export interface SealedBlock extends Block {
  /** Null for one that has to be written anew from its events. */
  readonly seal: Buffer | null;
  /** Up to which event the log was indexed when this was read. */
  readonly indexed: number;
}

export interface ActivityCount {
  readonly hourMs: number;
  readonly action: string;
  readonly projectId: string | null;
  readonly environmentId: string | null;
  readonly events: number;
}

/** An event with its leaf in the tree. */
export interface Leaf {
  readonly event: ChainEvent;
  readonly hash: Buffer;
}

const HOUR_MS = 3_600_000;

/** The number of the block that holds an event. */
export function blockOf(seq: number): number {
  return Math.floor((seq - 1) / TILE_HASHES);
}

/** How many events a block of a log of `size` events has, none below 0. */
export function eventsIn(number: number, size: number): number {
  return Math.min(TILE_HASHES, Math.max(0, size - number * TILE_HASHES));
}

export function leafCount({ leaves }: Block): number {
  return leaves.length / HASH_BYTES;
}

export function isFull(block: Block): boolean {
  return leafCount(block) === TILE_HASHES;
}

/** The blocks of events that follow on each other; the first ones may continue a block that was begun. */
export function blocksOf(begun: Block | null, leaves: readonly Leaf[]): Block[] {
  const groups = new Map<number, Leaf[]>();
  for (const leaf of leaves) {
    const number = blockOf(leaf.event.seq);
    const group = groups.get(number) ?? [];
    group.push(leaf);
    groups.set(number, group);
  }
  return [...groups].map(([number, group]) =>
    extended(begun?.number === number ? begun : null, number, group),
  );
}

function extended(begun: Block | null, number: number, leaves: readonly Leaf[]): Block {
  const events = leaves.map(({ event }) => event);
  const times = events.map(({ atMs }) => atMs);
  const terms = new Set([...(begun?.terms ?? []), ...events.flatMap(termsOf)]);
  return {
    number,
    leaves: Buffer.concat([begun?.leaves ?? Buffer.alloc(0), ...leaves.map(({ hash }) => hash)]),
    terms: [...terms].sort((a, b) => a - b),
    firstAtMs: Math.min(...times, begun?.firstAtMs ?? Number.POSITIVE_INFINITY),
    lastAtMs: Math.max(...times, begun?.lastAtMs ?? Number.NEGATIVE_INFINITY),
  };
}

/** How many events of each action there were in each hour and place. */
export function activityOf(events: readonly ChainEvent[]): ActivityCount[] {
  const counts = new Map<string, ActivityCount>();
  for (const { atMs, action, projectId, environmentId } of events) {
    const hourMs = Math.floor(atMs / HOUR_MS) * HOUR_MS;
    const key = `${hourMs} ${action} ${environmentId ?? projectId}`;
    const known = counts.get(key);
    counts.set(key, { hourMs, action, projectId, environmentId, events: (known?.events ?? 0) + 1 });
  }
  return [...counts.values()];
}

/** Every name in some events, each once: of what they are about, and of who did it. */
export function namesOf(events: readonly ChainEvent[]): string[] {
  return [...new Set(events.flatMap((event) => [event.actorLabel, ...namesIn(event)]))];
}
