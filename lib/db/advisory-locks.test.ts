import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ADVISORY_LOCKS } from "./advisory-locks";

test("no two advisory locks share a number", () => {
  const numbers = Object.values(ADVISORY_LOCKS);
  expect(new Set(numbers).size).toBe(numbers.length);
});

test("no other file has the number of an advisory lock", async () => {
  const paths = (await readdir("lib", { recursive: true })).filter(
    (path) =>
      /(?<!\.test)\.ts$/.test(path) && !path.includes("generated") && !path.endsWith("advisory-locks.ts"),
  );
  const texts = await Promise.all(paths.map((path) => readFile(join("lib", path), "utf8")));
  const numbered = /advisory_(xact_)?lock(_shared)?\(\s*\d|LOCK = [\d_]{6,}/;
  expect(paths.filter((_, i) => numbered.test(texts[i] ?? ""))).toEqual([]);
});
