import { format, inspect } from "node:util";
import { expect, test } from "vitest";
import { Plaintext } from "./plaintext";

const plaintext = Plaintext.of("canary");

test("a plaintext shows itself only when asked to reveal", () => {
  const shown = [
    String(plaintext),
    `${plaintext}`,
    `${[plaintext]}`,
    JSON.stringify({ plaintext, list: [plaintext] }),
    inspect(plaintext, { showHidden: true, depth: 9 }),
    inspect({ plaintext }, { customInspect: false, showHidden: true }),
    format("%s %o %j", plaintext, plaintext, plaintext),
    JSON.stringify({ ...plaintext }),
    JSON.stringify(Object.entries(plaintext)),
    JSON.stringify(structuredClone(plaintext)),
  ].join();
  expect(shown).not.toContain("canary");
  expect(shown).not.toContain("99,97,110");
  expect(shown).toContain("[redacted]");
  expect(plaintext.reveal()).toBe("canary");
});

test("its bytes are a copy", () => {
  plaintext.bytes().fill(0);
  expect(plaintext.reveal()).toBe("canary");
});

test("a text that has no UTF-8 form is refused, not changed", () => {
  expect(() => Plaintext.of("a\ud800b")).toThrow(expect.objectContaining({ code: "validation" }));
});
