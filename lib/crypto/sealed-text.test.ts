import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatSealed, parseSealed } from "./sealed-text";

const iv = randomBytes(12);
const tag = randomBytes(16);
const good = formatSealed({ iv, ciphertext: Buffer.from("cipher"), tag });
const [ivText = "", ciphertextText = "", tagText = ""] = good.split(":");

test("the stored form reads back as the same parts", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (ciphertext) => {
      const parts = { iv, ciphertext: Buffer.from(ciphertext), tag };
      expect(parseSealed(formatSealed(parts))).toEqual(parts);
    }),
  );
});

test("whatever is accepted is exactly what would be written again", () => {
  const near = fc.tuple(
    fc.nat(good.length),
    fc.constantFrom("", "=", ":", " ", "\n", "-", "_", "A", "B", "+", "\0"),
    fc.nat(2),
  );
  fc.assert(
    fc.property(near, ([at, text, cut]) => {
      const changed = good.slice(0, at) + text + good.slice(at + cut);
      try {
        expect(formatSealed(parseSealed(changed))).toBe(changed);
      } catch (error) {
        expect(error).toMatchObject({ code: "sealBroken" });
      }
    }),
    { numRuns: 5000 },
  );
});

describe("refused:", () => {
  const base64 = (length: number) => randomBytes(length).toString("base64");
  test.each([
    ["nothing", ""],
    ["two parts", `${ivText}:${ciphertextText}`],
    ["four parts", `${good}:`],
    ["an iv of 11 bytes", `${base64(11)}:${ciphertextText}:${tagText}`],
    ["an iv of 13 bytes", `${base64(13)}:${ciphertextText}:${tagText}`],
    ["an iv of 16 bytes", `${base64(16)}:${ciphertextText}:${tagText}`],
    ["an empty iv", `:${ciphertextText}:${tagText}`],
    ["a tag of 4 bytes", `${ivText}:${ciphertextText}:${base64(4)}`],
    ["a tag of 12 bytes", `${ivText}:${ciphertextText}:${base64(12)}`],
    ["a tag of 17 bytes", `${ivText}:${ciphertextText}:${base64(17)}`],
    ["url-safe base64", `${ivText}:-_-_:${tagText}`],
    ["missing padding", `${ivText}:QQ:${tagText}`],
    ["too much padding", `${ivText}:QUJD=:${tagText}`],
    ["stray bits in the last digit", `${ivText}:QR==:${tagText}`],
    ["a space", `${ivText}: QUJD:${tagText}`],
    ["a line end", `${good}\n`],
    ["a NUL", `${good}\0`],
  ])("%s", (_, text) => {
    expect(() => parseSealed(text)).toThrow(expect.objectContaining({ code: "sealBroken" }));
  });
});
