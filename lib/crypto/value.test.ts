import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { associatedData } from "./aead";
import { Plaintext } from "./plaintext";
import { formatSealed, parseSealed, type SealedParts } from "./sealed-text";
import { fingerprintValue, openValue, sealValue, type VersionRef } from "./value";
import { newKey } from "./wrapping";

const key = newKey();
const VALUE_BYTES_MAX = 64 * 1024;
const BROKEN = {
  code: "sealBroken",
  detail: "This value cannot be opened: it was damaged or moved, or its key is not here.",
};

const someText = fc
  .oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 200 }),
    fc.string({ unit: "binary", maxLength: VALUE_BYTES_MAX }),
  )
  .filter((text) => Buffer.byteLength(text) >= 1 && Buffer.byteLength(text) <= VALUE_BYTES_MAX);

function newRef(): VersionRef {
  return { projectId: newId(), secretId: newId(), versionId: newId() };
}

/** What opening threw, which must be the one error and must hold nothing of the value. */
function failure(open: () => Plaintext): unknown {
  try {
    open();
  } catch (error) {
    return error;
  }
  throw new Error("it opened");
}

describe("a sealed value", () => {
  test("opens to the same bytes where it belongs", () => {
    fc.assert(
      fc.property(someText, (text) => {
        const ref = newRef();
        const opened = openValue(key, ref, sealValue(key, ref, Plaintext.of(text)));
        expect(opened.reveal()).toBe(text);
        expect(opened.bytes()).toEqual(Buffer.from(text));
      }),
      { numRuns: 300 },
    );
  });

  test("of 64 KiB, and of texts that trimming or normalising would change, stays as it is", () => {
    const ref = newRef();
    for (const text of [
      "x".repeat(VALUE_BYTES_MAX),
      " a \n",
      "a\r\n",
      "e\u0301",
      "é",
      "\ufeffbom",
      "🔐",
      "\u0000",
    ]) {
      expect(openValue(key, ref, sealValue(key, ref, Plaintext.of(text))).reveal()).toBe(text);
    }
  });

  test("does not open with any bit of any part flipped", () => {
    const ref = newRef();
    const sealed = parseSealed(sealValue(key, ref, Plaintext.of("hunter2 hunter2")));
    for (const part of ["iv", "ciphertext", "tag"] as const) {
      for (let bit = 0; bit < sealed[part].length * 8; bit += 1) {
        const error = failure(() => openValue(key, ref, formatSealed(withFlippedBit(sealed, part, bit))));
        expect(error).toMatchObject(BROKEN);
      }
    }
  });

  test("does not open for another project, secret or version", () => {
    const ref = newRef();
    const sealed = sealValue(key, ref, Plaintext.of("canary"));
    for (const moved of [{ projectId: newId() }, { secretId: newId() }, { versionId: newId() }]) {
      expect(failure(() => openValue(key, { ...ref, ...moved }, sealed))).toMatchObject(BROKEN);
    }
    const swapped = { projectId: ref.secretId, secretId: ref.projectId, versionId: ref.versionId };
    expect(failure(() => openValue(key, swapped, sealed))).toMatchObject(BROKEN);
    expect(failure(() => openValue(newKey(), ref, sealed))).toMatchObject(BROKEN);
  });

  test("looks different each time, and so does its iv", () => {
    const ref = newRef();
    const seals = Array.from({ length: 500 }, () => sealValue(key, ref, Plaintext.of("same")));
    expect(new Set(seals).size).toBe(500);
    expect(new Set(seals.map((sealed) => sealed.split(":")[0])).size).toBe(500);
  });

  test("that fails to open tells nothing: the same words for every reason, no cause, no fragment", () => {
    const ref = newRef();
    const sealed = sealValue(key, ref, Plaintext.of("canary-in-the-error"));
    const reasons = [
      "",
      "::",
      "a:b:c",
      `${sealed}:`,
      sealed.slice(0, -4),
      sealed.replace(":", "::"),
      ` ${sealed}`,
    ];
    const errors = reasons.map((reason) => failure(() => openValue(key, ref, reason)));
    for (const error of errors) {
      expect(error).toMatchObject({ ...BROKEN, context: {} });
      expect(error).not.toHaveProperty("cause");
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain("canary");
    }
  });
});

describe("a fingerprint", () => {
  test("is equal for equal values of one secret, and for nothing else", () => {
    const [a, b] = [newId(), newId()];
    const of = (secretId: string, text: string, with_ = key) =>
      fingerprintValue(with_, secretId, Plaintext.of(text));
    expect(of(a, "value")).toBe(of(a, "value"));
    expect(of(a, "value")).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set([of(a, "value"), of(a, "value "), of(b, "value"), of(a, "value", newKey())]).size).toBe(4);
  });
});

describe("associated data", () => {
  test("differs whenever a purpose or an id differs, wherever the border between two ids lies", () => {
    const binding = fc.record({
      purpose: fc.constantFrom("value" as const, "wrap" as const),
      ids: fc.array(fc.string({ maxLength: 5 }), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(binding, binding, (a, b) => {
        const isSame = JSON.stringify(a) === JSON.stringify(b);
        expect(associatedData(a).equals(associatedData(b))).toBe(isSame);
      }),
      { numRuns: 2000 },
    );
    expect(associatedData({ purpose: "value", ids: ["ab", "c"] })).not.toEqual(
      associatedData({ purpose: "value", ids: ["a", "bc"] }),
    );
  });
});

function withFlippedBit(sealed: SealedParts, part: keyof SealedParts, bit: number): SealedParts {
  const bytes = Buffer.from(sealed[part]);
  bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return { ...sealed, [part]: bytes };
}
