import { textOf } from "./bytes.js";

/** An event of the audit log, as the bytes say that were hashed. */
export interface ProvenEvent {
  /** 1, 2, 3 … without a gap. */
  readonly seq: number;
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly action: string;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly actorLabel: string;
  readonly projectId: string | null;
  readonly environmentId: string | null;
  readonly secretId: string | null;
  readonly targetName: string | null;
  /** What its canonical JSON says. */
  readonly detail: unknown;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
}

const FORMAT = "strongroom/audit-event/v1";
/** In a leaf, before the event: nobody can guess an event from the hash of its leaf. */
const SALT_BYTES = 32;
const TIME_MS_MAX = 8_640_000_000_000_000;

/** The event of a leaf: 32 bytes of salt, then the event in its one spelling. Null when it is anything else. */
export function decodeLeaf(leaf: Uint8Array): ProvenEvent | null {
  return leaf.length < SALT_BYTES ? null : decodeEvent(leaf.subarray(SALT_BYTES));
}

/**
 * An event from its canonical bytes: numbers are 64-bit big endian, a text is 1, its length in bytes in 32 bits, and its
 * UTF-8 bytes, an absent text is 0. Null when there is anything else in them, or anything left over.
 */
export function decodeEvent(bytes: Uint8Array): ProvenEvent | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  let isSound = true;
  const take = (count: number) => {
    const from = at;
    at += count;
    isSound &&= at <= bytes.length;
    return isSound ? from : null;
  };
  const integer = () => {
    const from = take(8);
    return from === null ? 0 : Number(view.getBigInt64(from));
  };
  const textOrNull = () => {
    const mark = take(1);
    if (mark === null || bytes[mark] === 0) return null;
    const length = take(4);
    const from = bytes[mark] === 1 && length !== null ? take(view.getUint32(length)) : null;
    const text = from === null ? null : textOf(bytes.subarray(from, at));
    isSound &&= text !== null;
    return text;
  };
  const text = () => {
    const found = textOrNull();
    isSound &&= found !== null;
    return found ?? "";
  };

  isSound &&= text() === FORMAT;
  const [seq, atMs] = [integer(), integer()];
  const fields = {
    id: text(),
    action: text(),
    actorKind: text(),
    actorId: textOrNull(),
    actorLabel: text(),
    projectId: textOrNull(),
    environmentId: textOrNull(),
    secretId: textOrNull(),
    targetName: textOrNull(),
    detail: text(),
    ip: textOrNull(),
    userAgent: textOrNull(),
    requestId: textOrNull(),
  };
  const detail = parsed(fields.detail);
  if (!isSound || at !== bytes.length || detail === undefined) return null;
  if (!Number.isSafeInteger(seq) || seq < 1 || Math.abs(atMs) > TIME_MS_MAX) return null;
  const { id, ...rest } = fields;
  return { seq, id, at: new Date(atMs).toISOString(), ...rest, detail };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
