import { createHmac } from "node:crypto";
import type { DetailValue } from "./model";

/** One event as the chain covers it: every column of its row but the two hashes. */
export interface ChainEvent {
  /** 1, 2, 3 … without a gap. */
  readonly seq: number;
  readonly id: string;
  /** Milliseconds since 1970, UTC. */
  readonly atMs: number;
  readonly action: string;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly actorLabel: string;
  readonly projectId: string | null;
  readonly environmentId: string | null;
  readonly secretId: string | null;
  readonly targetName: string | null;
  /** Canonical JSON. */
  readonly detail: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
}

/** An event in its place: `hash` covers `previousHash` and every field. */
export interface ChainLink extends ChainEvent {
  readonly previousHash: Buffer;
  readonly hash: Buffer;
}

/** The end of the chain. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: Buffer;
}

const FORMAT = "strongroom/audit-event/v1";

/** What the first event follows. */
export const GENESIS: ChainHead = { seq: 0, hash: Buffer.alloc(32) };

/** HMAC-SHA256(key, previous hash ‖ canonical event). */
export function linkHash(key: Buffer, previousHash: Buffer, event: ChainEvent): Buffer {
  return createHmac("sha256", key).update(previousHash).update(encodeEvent(event)).digest();
}

/** Puts events, numbered on from the head, at the end of the chain. */
export function linkEvents(
  key: Buffer,
  head: ChainHead,
  events: readonly Omit<ChainEvent, "seq">[],
): ChainLink[] {
  let previous = head;
  return events.map((unplaced) => {
    const event = { ...unplaced, seq: previous.seq + 1 };
    const link = { ...event, previousHash: previous.hash, hash: linkHash(key, previous.hash, event) };
    previous = link;
    return link;
  });
}

/**
 * The bytes that are hashed. Every field has its fixed place; numbers are 64-bit big endian, a text is 1, its byte
 * length in 32 bits, and its UTF-8 bytes, an absent text is 0. So no two events give the same bytes.
 */
export function encodeEvent(event: ChainEvent): Buffer {
  return Buffer.concat([
    text(FORMAT),
    integer(event.seq),
    integer(event.atMs),
    text(event.id),
    text(event.action),
    text(event.actorKind),
    text(event.actorId),
    text(event.actorLabel),
    text(event.projectId),
    text(event.environmentId),
    text(event.secretId),
    text(event.targetName),
    text(event.detail),
    text(event.ip),
    text(event.userAgent),
    text(event.requestId),
  ]);
}

/** JSON with sorted keys and no spaces. Throws a TypeError on what has no one spelling: fractions, undefined, others. */
export function canonicalJson(value: DetailValue): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(storableText(value));
  if (typeof value === "number") return canonicalInteger(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object") throw new TypeError("an audit detail holds JSON only");
  const fields = Object.entries(value).map(([key, field]) => [storableText(key), field] as const);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(",")}}`;
}

/**
 * A text as PostgreSQL can hold it and give it back: NUL and lone surrogates become U+FFFD. Applied before hashing,
 * so that what is read back hashes the same.
 */
export function storableText(value: string): string {
  return value.replace(/[\0\p{Surrogate}]/gu, "\uFFFD");
}

function canonicalInteger(value: number): string {
  if (!Number.isSafeInteger(value)) throw new TypeError("an audit detail holds whole numbers only");
  return String(value === 0 ? 0 : value);
}

function isList(value: DetailValue): value is readonly DetailValue[] {
  return Array.isArray(value);
}

function integer(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
}

function text(value: string | null): Buffer {
  if (value === null) return Buffer.from([0]);
  const bytes = Buffer.from(value, "utf8");
  const prefix = Buffer.from([1, 0, 0, 0, 0]);
  prefix.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([prefix, bytes]);
}
