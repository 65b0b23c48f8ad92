import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formsOf } from "./forms.js";
import { Masker } from "./masker.js";
import { type NamedValue, prepareMasking } from "./masking.js";

/** Masks text that is written in these pieces. */
function masked(secrets: readonly NamedValue[], ...pieces: (string | Uint8Array)[]): string {
  const masker = new Masker(prepareMasking(secrets));
  const input = pieces.map((piece) => Buffer.from(masker.write(Buffer.from(piece))));
  return Buffer.concat([...input, masker.end()]).toString("latin1");
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
const url = { name: "DATABASE_URL", value: "postgres://app:s3cr3t@db/app" };

describe("properties", () => {
  const character = fc.constantFrom(..."ab/+=\"'&<> %\\\n\tü€😀");
  const value = fc.oneof(
    fc.string({ unit: character, minLength: 4, maxLength: 40 }),
    fc.string({ unit: "grapheme", minLength: 4, maxLength: 40 }),
  );
  // No part of a value stands in a name, or a mark would hold a value.
  const secrets = fc
    .array(value, { minLength: 1, maxLength: 3 })
    .map((values) => values.map((text, i) => ({ name: `X${i}Z`, value: text })));
  const piece = fc.oneof(fc.string({ unit: character, maxLength: 12 }), fc.nat());

  /** Text in which forms of the secrets stand beside anything else. */
  function textOf(all: readonly NamedValue[], pieces: readonly (string | number)[]): Buffer {
    const forms = all.flatMap((secret) => formsOf(secret.value));
    return Buffer.concat(
      pieces.map((part) =>
        Buffer.from(typeof part === "string" ? part : (forms[part % forms.length] ?? new Uint8Array())),
      ),
    );
  }

  it("how the text is cut makes no difference", () => {
    fc.assert(
      fc.property(secrets, fc.array(piece), fc.array(fc.nat(60)), (all, pieces, cuts) => {
        const text = textOf(all, pieces);
        const positions = [...cuts.map((cut) => cut % (text.length + 1)), 0, text.length].sort(
          (a, b) => a - b,
        );
        const parts = positions.slice(1).map((end, i) => text.subarray(positions[i], end));
        expect(masked(all, ...parts)).toBe(masked(all, text));
      }),
      { numRuns: 40 },
    );
  });

  it("no form of any secret comes out", () => {
    fc.assert(
      fc.property(secrets, fc.array(piece), (all, pieces) => {
        const out = masked(all, textOf(all, pieces)).split(/<secret:x\dz>/);
        for (const form of all.flatMap((secret) => formsOf(secret.value))) {
          for (const text of out) expect(text.includes(latin1(form))).toBe(false);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("bytes without a secret come out as they went in", () => {
    const random = { name: "R", value: "Zq8#vT2!mK5^wN9&" };
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 3_000 })), (chunks) => {
        expect(masked([random, url], ...chunks)).toBe(latin1(Buffer.concat(chunks)));
      }),
    );
  });

  it("bytes that need not wait are let through at any moment, and still no form comes out", () => {
    fc.assert(
      fc.property(secrets, fc.array(piece), fc.infiniteStream(fc.nat(3)), (all, pieces, moments) => {
        const masker = new Masker(prepareMasking(all));
        const input: Uint8Array[] = [];
        for (const byte of textOf(all, pieces)) {
          input.push(masker.write(Uint8Array.of(byte)));
          if (moments.next().value === 0) input.push(masker.release());
        }
        const out = latin1(Buffer.concat([...input, masker.end()])).split(/<secret:x\dz>/);
        for (const form of all.flatMap((secret) => formsOf(secret.value))) {
          for (const text of out) expect(text.includes(latin1(form))).toBe(false);
        }
      }),
      { numRuns: 40 },
    );
  });
});
