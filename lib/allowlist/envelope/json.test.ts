import fc from "fast-check";
import { expect, test } from "vitest";
import { cpuMs } from "@/test/cpu-time";
import { nestsTooDeep, parsedJson } from "./json";

const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

test("all JSON is read as it is", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      expect(parsedJson(JSON.stringify(json))).toEqual(JSON.parse(JSON.stringify(json)));
    }),
  );
});

test("what nests more than 500 deep is not read, nor what is no JSON", () => {
  expect(parsedJson(nested(500))).toBeDefined();
  for (const text of [
    nested(501),
    nested(1_000_000),
    `${'{"a":'.repeat(501)}1${"}".repeat(501)}`,
    "",
    "{",
    "NaN",
  ]) {
    expect(parsedJson(text)).toBeUndefined();
  }
});

test("brackets in texts do not count, however they are escaped", () => {
  const text = JSON.stringify({ a: "[{".repeat(1_000), 'b"[\\': '\\"['.repeat(1_000) });
  expect(nestsTooDeep(text)).toBe(false);
  expect(parsedJson(text)).toBeDefined();
});

test("a long text takes as long as it is", async () => {
  const text = `"${"\\\\[".repeat(2_000_000)}"`;
  expect(await cpuMs(() => expect(nestsTooDeep(text)).toBe(false))).toBeLessThan(1_000);
});
