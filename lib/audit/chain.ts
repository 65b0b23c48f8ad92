import { HMAC_BLOCK_BYTES, type Hmac, openHmac } from "@/lib/crypto/hmac";
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
const HASH_BYTES = 32;
const TEXT_PREFIX_BYTES = 5;

/** What the first event follows. */
export const GENESIS: ChainHead = { seq: 0, hash: Buffer.alloc(HASH_BYTES) };

/** HMAC-SHA256(key, previous hash ‖ canonical event). */
export function linkHash(key: Buffer, previousHash: Buffer, event: ChainEvent): Buffer {
  const end = encode(event);
  scratch.set(previousHash, HMAC_BLOCK_BYTES);
  return Buffer.from(hmacOf(key)(scratch, end));
}

/** The same for an event that is encoded already. */
export function hashEncoded(key: Buffer, previousHash: Buffer, encoded: Buffer): Buffer {
  const end = EVENT_START + encoded.length;
  reserve(end);
  scratch.set(previousHash, HMAC_BLOCK_BYTES);
  scratch.set(encoded, EVENT_START);
  return Buffer.from(hmacOf(key)(scratch, end));
}

/** By the key's own buffer, which the keyring keeps. */
const hmacs = new WeakMap<Buffer, Hmac>();

function hmacOf(key: Buffer): Hmac {
  const known = hmacs.get(key);
  if (known) return known;
  const made = openHmac(key);
  hmacs.set(key, made);
  return made;
}

/** Puts events, numbered on from the head, at the end of the chain. */
export function linkEvents(
  key: Buffer,
  head: ChainHead,
  events: readonly Omit<ChainEvent, "seq">[],
): ChainLink[] {
  let previous = head;
  return events.map((pending) => {
    const event = { ...pending, seq: previous.seq + 1 };
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
  const end = encode(event);
  return Buffer.from(scratch.subarray(EVENT_START, end));
}

/** Events are encoded here, behind what the HMAC needs and the hash of the event before: no memory is taken for each. */
let scratch = Buffer.alloc(8 * 1_024);
const EVENT_START = HMAC_BLOCK_BYTES + HASH_BYTES;

/** Into `scratch`. Returns where it ends. */
function encode(event: ChainEvent): number {
  let at = writeText(EVENT_START, FORMAT);
  at = scratch.writeBigInt64BE(BigInt(event.seq), at);
  at = scratch.writeBigInt64BE(BigInt(event.atMs), at);
  at = writeText(at, event.id);
  at = writeText(at, event.action);
  at = writeText(at, event.actorKind);
  at = writeText(at, event.actorId);
  at = writeText(at, event.actorLabel);
  at = writeText(at, event.projectId);
  at = writeText(at, event.environmentId);
  at = writeText(at, event.secretId);
  at = writeText(at, event.targetName);
  at = writeText(at, event.detail);
  at = writeText(at, event.ip);
  at = writeText(at, event.userAgent);
  return writeText(at, event.requestId);
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
  // Nearly every text is one already, and this is known faster than it is mended.
  return value.isWellFormed() && !value.includes("\0")
    ? value
    : value.replace(/[\0\p{Surrogate}]/gu, "\uFFFD");
}

function canonicalInteger(value: number): string {
  if (!Number.isSafeInteger(value)) throw new TypeError("an audit detail holds whole numbers only");
  return String(value === 0 ? 0 : value);
}

function isList(value: DetailValue): value is readonly DetailValue[] {
  return Array.isArray(value);
}

/** Returns where the next field begins. */
function writeText(at: number, text: string | null): number {
  if (text === null) {
    reserve(at + 1);
    return scratch.writeUInt8(0, at);
  }
  // No character of a string takes more than three bytes of UTF-8.
  reserve(at + TEXT_PREFIX_BYTES + text.length * 3);
  const length = scratch.write(text, at + TEXT_PREFIX_BYTES, "utf8");
  scratch.writeUInt8(1, at);
  scratch.writeUInt32BE(length, at + 1);
  return at + TEXT_PREFIX_BYTES + length;
}

function reserve(end: number): void {
  if (end <= scratch.length) return;
  const larger = Buffer.alloc(end * 2);
  scratch.copy(larger);
  scratch = larger;
}
