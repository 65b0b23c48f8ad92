export type CborValue = number | string | Uint8Array | ReadonlyMap<number | string, CborValue>;

/** The bytes of a value in CBOR (RFC 8949), as far as WebAuthn uses it: whole numbers, text, bytes and maps. */
export function cborOf(value: CborValue): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string")
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  const entries = [...value].flatMap(([key, held]) => [cborOf(key), cborOf(held)]);
  return Buffer.concat([head(5, value.size), ...entries]);
}

/** A major type with its number: 0 whole numbers, 1 negative ones, 2 bytes, 3 text, 5 maps. */
function head(major: number, count: number): Buffer {
  if (count < 24) return Buffer.from([(major << 5) | count]);
  if (count < 256) return Buffer.from([(major << 5) | 24, count]);
  return Buffer.from([(major << 5) | 25, count >> 8, count & 255]);
}
