import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cpuMs } from "@/test/cpu-time";
import { ENCODINGS } from "../configuration/model";
import { decode, encode } from "./encoding";

describe.each(ENCODINGS)("%s", (encoding) => {
  test("gives back every sequence of bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decode(encode(Buffer.from(bytes), encoding), encoding)).toEqual(Buffer.from(bytes));
      }),
    );
  });

  test("reads a text in one way or not at all", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (text) => {
        const bytes = decode(text, encoding);
        const spelled = text.replaceAll("=", "");
        if (!bytes) return;
        const again = encode(bytes, encoding).replaceAll("=", "");
        expect(again).toBe(encoding === "hex" ? spelled.toLowerCase() : spelled);
      }),
      { numRuns: 2_000 },
    );
  });
});

test.each([
  ["base64", "Zg==", "f"],
  ["base64", "Zm8=", "fo"],
  ["base64", "Zm9vYmFy", "foobar"],
  ["base64", "Zm8", "fo"],
  ["base64url", "Zm8", "fo"],
  ["base64url", "Zm8=", "fo"],
  ["hex", "666F", "fo"],
] as const)("RFC 4648, section 10: %s of %s", (encoding, text, bytes) => {
  expect(decode(text, encoding)).toEqual(Buffer.from(bytes));
});

test.each([
  ["base64", "Zm8=\n"],
  ["base64", " Zm8="],
  ["base64", "Zm8=="],
  ["base64", "Zm9v===="],
  ["base64", "Zm9=v"],
  ["base64", "Zm9"],
  ["base64", "Z"],
  ["base64", "-_-_"],
  ["base64url", "+/+/"],
  ["hex", "666"],
  ["hex", "6g"],
  ["hex", "0x66"],
  ["hex", "６６"],
] as const)("%s does not read %j", (encoding, text) => {
  expect(decode(text, encoding)).toBeNull();
});

test("a long text that is none is refused at once", async () => {
  const refuse = () => {
    for (const encoding of ENCODINGS) expect(decode(`${"a".repeat(2_000_001)}!`, encoding)).toBeNull();
  };
  expect(await cpuMs(refuse)).toBeLessThan(500);
});
