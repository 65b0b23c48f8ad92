import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, encodeEvent, storableText } from "@/lib/audit/chain";
import { decodeEvent, decodeLeaf } from "./event";
import { leafOf, testEvent } from "./evidence.fixture";
import { leafHash } from "./merkle";

const text = fc.string({ unit: "binary", maxLength: 30 }).map(storableText);
const textOrNull = fc.option(text);
const detail = fc
  .dictionary(fc.string(), fc.oneof(fc.string(), fc.maxSafeInteger(), fc.boolean(), fc.constant(null)))
  .map(canonicalJson);
const event = fc.record({
  seq: fc.integer({ min: 1 }),
  id: text,
  atMs: fc.integer({ min: 0, max: 8_640_000_000_000_000 }),
  action: text,
  actorKind: text,
  actorId: textOrNull,
  actorLabel: text,
  projectId: textOrNull,
  environmentId: textOrNull,
  secretId: textOrNull,
  targetName: textOrNull,
  detail,
  ip: textOrNull,
  userAgent: textOrNull,
  requestId: textOrNull,
});

describe("decoding an event", () => {
  it("turns the encoding around, for every event", () => {
    fc.assert(
      fc.property(event, (chained) => {
        const { atMs, ...rest } = chained;
        const decoded = decodeEvent(encodeEvent(chained));
        expect(decoded).toEqual({
          ...rest,
          at: new Date(atMs).toISOString(),
          detail: JSON.parse(chained.detail),
        });
      }),
    );
  });

  it("takes nothing but the whole encoding", () => {
    const bytes = encodeEvent(testEvent(7));
    for (let length = 0; length < bytes.length; length++)
      expect(decodeEvent(bytes.subarray(0, length))).toBeNull();
    expect(decodeEvent(Buffer.concat([bytes, Buffer.of(0)]))).toBeNull();
  });

  it.each<[string, (bytes: Buffer) => unknown]>([
    ["another format", (bytes) => bytes.write("2", 5 + "strongroom/audit-event/v".length)],
    ["a text that is marked as neither there nor absent", (bytes) => bytes.writeUInt8(2, 46)],
    ["a required text that is absent", (bytes) => bytes.writeUInt8(0, 46)],
    ["a length beyond the end", (bytes) => bytes.writeUInt32BE(4_000_000_000, 47)],
    ["bytes that are not UTF-8", (bytes) => bytes.writeUInt8(0xff, 51)],
    ["the number 0", (bytes) => bytes.writeBigInt64BE(0n, 30)],
    ["a number that is not exact", (bytes) => bytes.writeBigInt64BE(2n ** 53n, 30)],
    ["a time that no clock shows", (bytes) => bytes.writeBigInt64BE(2n ** 60n, 38)],
  ])("refuses %s", (_, spoil) => {
    const bytes = encodeEvent(testEvent(7));
    expect(decodeEvent(bytes)?.seq).toBe(7);
    spoil(bytes);
    expect(decodeEvent(bytes)).toBeNull();
  });

  it("refuses a detail that is not JSON, and a leaf without room for its salt", () => {
    expect(decodeEvent(encodeEvent(testEvent(7, { detail: "{" })))).toBeNull();
    expect(decodeLeaf(new Uint8Array(31))).toBeNull();
    expect(decodeLeaf(leafOf(testEvent(7)))?.targetName).toBe("STRIPE_KEY");
  });

  it("is what the documentation says, with its example", () => {
    const text = readFileSync(new URL("../../../docs/audit.md", import.meta.url), "utf8");
    const [, leaf = "", hash] =
      /This leaf\n\n```text\n(\S+)\n```\n\nhas the hash `([0-9a-f]{64})`/.exec(text) ?? [];
    const bytes = Buffer.from(leaf, "base64");
    expect(Buffer.from(leafHash(bytes)).toString("hex")).toBe(hash);
    expect(decodeLeaf(bytes)).toMatchObject({
      seq: 1,
      at: "2026-11-29T07:23:00.000Z",
      action: "secret.rotated",
      actorLabel: "anna@example.com",
      targetName: "STRIPE_KEY",
      detail: { version: 2 },
      ip: "203.0.113.7",
      requestId: null,
    });
  });

  it("never throws, whatever it gets", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void decodeEvent(bytes)));
  });
});
