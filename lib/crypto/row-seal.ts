import { timingSafeEqual } from "node:crypto";
import { HMAC_BLOCK_BYTES, openHmac } from "./hmac";

/** A field of a row as a driver gives it. A plain object is JSON; a bigint counts as the number that it is. */
export type RowField =
  | string
  | number
  | bigint
  | boolean
  | Date
  | Uint8Array
  | readonly string[]
  | { readonly [key: string]: unknown }
  | null;

/** Belongs to the stored format: another encoding needs another name. */
const FORMAT = "strongroom/row/v1";
const TAG = { null: 0, text: 1, bytes: 2, integer: 3, boolean: 4, time: 5, list: 6, json: 7 } as const;

/** Makes and checks the seals of rows under one key. */
export interface RowSealer {
  /**
   * HMAC-SHA256 over a row: its table and the fields that matter, in the table's fixed order. The encoding is unambiguous:
   * every field has its type, texts and bytes their length, lists their count, JSON sorted keys; so no two rows give the
   * same bytes. Throws a TypeError for a field that is missing.
   */
  seal(table: string, fields: readonly RowField[]): Uint8Array<ArrayBuffer>;
  /** Whether a row is as it was sealed. Compares in constant time. */
  isSealed(table: string, fields: readonly RowField[], seal: Uint8Array): boolean;
}

/** A sealer for a key of 32 bytes. */
export function rowSealer(key: Uint8Array): RowSealer {
  const hmac = openHmac(key);
  /** Nothing waits until it is compared or copied. */
  const compute = (table: string, fields: readonly RowField[]) => {
    const length = encode(table, fields);
    return hmac(scratch, length);
  };
  return {
    seal: (table, fields) => new Uint8Array(compute(table, fields)),
    isSealed: (table, fields, seal) => {
      const digest = compute(table, fields);
      return seal.length === digest.length && timingSafeEqual(seal, digest);
    },
  };
}

/** Every row is encoded here, behind what the HMAC needs: no memory is taken for each. */
let scratch = Buffer.alloc(4 * 1_024);

function encode(table: string, fields: readonly RowField[]): number {
  let at = writeText(HMAC_BLOCK_BYTES, TAG.text, FORMAT);
  at = writeText(at, TAG.text, table);
  at = writeCount(at, fields.length);
  for (const field of fields) at = writeField(at, field);
  return at;
}

function writeField(at: number, field: RowField): number {
  if (field === null) return writeTag(at, TAG.null);
  if (typeof field === "string") return writeText(at, TAG.text, field);
  if (typeof field === "boolean") return writeTag(writeTag(at, TAG.boolean), field ? 1 : 0);
  if (typeof field === "number" || typeof field === "bigint") return writeInteger(at, TAG.integer, field);
  if (field instanceof Date) return writeInteger(at, TAG.time, field.getTime());
  if (field instanceof Uint8Array) return writeBytes(at, field);
  if (isList(field)) {
    let end = writeCount(writeTag(at, TAG.list), field.length);
    for (const item of field) end = writeField(end, item);
    return end;
  }
  if (typeof field !== "object") throw new TypeError("a field of a sealed row is missing");
  return writeText(at, TAG.json, sortedJson(field));
}

function writeTag(at: number, tag: number): number {
  reserve(at + 1);
  return scratch.writeUInt8(tag, at);
}

function writeCount(at: number, count: number): number {
  reserve(at + 4);
  return scratch.writeUInt32BE(count, at);
}

/** PostgreSQL has an infinite time and a driver may make anything of it: it is sealed as some text or other, like nothing else. */
function writeInteger(at: number, tag: number, value: number | bigint): number {
  if (typeof value === "number" && !Number.isSafeInteger(value))
    return writeText(writeTag(at, tag), TAG.text, String(value));
  const end = writeTag(at, tag);
  reserve(end + 8);
  return scratch.writeBigInt64BE(BigInt(value), end);
}

function writeBytes(at: number, bytes: Uint8Array): number {
  const end = writeCount(writeTag(at, TAG.bytes), bytes.length);
  reserve(end + bytes.length);
  scratch.set(bytes, end);
  return end + bytes.length;
}

function writeText(at: number, tag: number, text: string): number {
  // No character of a string takes more than three bytes of UTF-8.
  reserve(at + 5 + text.length * 3);
  const length = scratch.write(text, at + 5, "utf8");
  scratch.writeUInt8(tag, at);
  scratch.writeUInt32BE(length, at + 1);
  return at + 5 + length;
}

function reserve(size: number): void {
  if (size <= scratch.length) return;
  const larger = Buffer.alloc(size * 2);
  scratch.copy(larger);
  scratch = larger;
}

/** JSON with sorted keys: PostgreSQL keeps them in an order of its own. */
function sortedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, field]) => `${JSON.stringify(key)}:${sortedJson(field)}`).join(",")}}`;
}

function isList(field: RowField): field is readonly string[] {
  return Array.isArray(field);
}
