import { createHmac, randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type RowField, rowSealer } from "./row-seal";

const key = Buffer.alloc(32, 7);
const sealer = rowSealer(key);
const seal = (fields: readonly RowField[], table = "t") =>
  Buffer.from(sealer.seal(table, fields)).toString("hex");

test("a row fits its own seal and no other", () => {
  const fields = ["a", null, 7, true, new Date(5), new Uint8Array([1]), ["x", "y"], { b: 1, a: [2] }];
  const made = sealer.seal("t", fields);
  expect(sealer.isSealed("t", fields, made)).toBe(true);
  expect(sealer.isSealed("u", fields, made)).toBe(false);
  expect(rowSealer(randomBytes(32)).isSealed("t", fields, made)).toBe(false);
  for (const [i] of fields.entries()) {
    const changed = fields.map((field, at) => (at === i ? "other" : field));
    expect(sealer.isSealed("t", changed, made)).toBe(false);
  }
  for (const other of [new Uint8Array(), made.subarray(1), new Uint8Array([...made, 0])]) {
    expect(sealer.isSealed("t", fields, other)).toBe(false);
  }
});

test("the format is the one that is stored", () => {
  const fields = ["id", null, 7, true, new Date(5), new Uint8Array([1, 2]), ["x"], { b: 1, a: "é" }];
  expect(seal(fields)).toBe("ffed0754cfe23f3f14b672b8e2b5843546fb95d1814f398eccba408af1f038a1");
});

test("a seal is the HMAC of RFC 2104, for every key and length", () => {
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
  fc.assert(
    fc.property(bytes(32), fc.uint8Array({ maxLength: 9_000 }), (random, field) => {
      // What is written before the field: the format, the table, how many fields there are, the type and the length.
      const text = (value: string) => [1, 0, 0, 0, value.length, ...Buffer.from(value)];
      const length = Buffer.alloc(4);
      length.writeUInt32BE(field.length);
      const encoded = [...text("strongroom/row/v1"), ...text("t"), 0, 0, 0, 1, 2, ...length, ...field];
      const expected = createHmac("sha256", random).update(Buffer.from(encoded)).digest();
      expect(Buffer.from(rowSealer(random).seal("t", [field]))).toEqual(expected);
    }),
  );
});

test("rows that look alike have other seals", () => {
  const alike: RowField[][] = [
    ["ab", "c"],
    ["a", "bc"],
    ["abc"],
    ["abc", ""],
    ["abc", null],
    ["abc", []],
    ["abc", [""]],
    ["abc", {}],
    ["abc", false],
    ["abc", 0],
    ["abc", new Date(0)],
    ["abc", new Uint8Array()],
    [["a", "b", "c"]],
    [["ab", "c"]],
    [["a"], ["b", "c"]],
    ["1"],
    [1],
    [new Date(1)],
    [{ a: 1 }],
    ['{"a":1}'],
  ];
  expect(new Set(alike.map((fields) => seal(fields))).size).toBe(alike.length);
});

test("the order of keys in JSON does not matter, everything else in it does", () => {
  expect(seal([{ a: { y: 1, x: [1, 2] }, b: 2 }])).toBe(seal([{ b: 2, a: { x: [1, 2], y: 1 } }]));
  expect(seal([{ a: [1, 2] }])).not.toBe(seal([{ a: [2, 1] }]));
  expect(seal([{ a: undefined, b: 1 }])).toBe(seal([{ b: 1 }]));
});

test("a text of any length and letters is sealed as it is, and never runs over", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary", maxLength: 9_000 }), { maxLength: 6 }), (texts) => {
      const made = sealer.seal("t", texts);
      expect(sealer.isSealed("t", texts, made)).toBe(true);
      expect(sealer.isSealed("t", [...texts, ""], made)).toBe(false);
    }),
    { numRuns: 50 },
  );
});

test("what a driver makes of an infinite time or of a list with gaps is refused, not thrown", () => {
  const made = sealer.seal("t", [new Date(1)]);
  const strange = [Number.POSITIVE_INFINITY, Number.NaN, new Date(Number.NaN), ["a", null], [["a"]], 1.5];
  for (const field of strange as RowField[]) expect(sealer.isSealed("t", [field], made)).toBe(false);
});

test("a row without one of its fields is an error of the program", () => {
  expect(() => sealer.seal("t", [undefined as unknown as RowField])).toThrow(TypeError);
});
