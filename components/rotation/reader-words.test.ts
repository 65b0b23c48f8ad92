import { expect, test } from "vitest";
import { readerWords } from "./reader-words";

const reader = (name: string, version: number, isActive = true) => ({
  ...({ keyId: name, name, kind: "service", project: "default", version, isActive } as const),
  lastAt: "2027-01-01T00:00:00.000Z",
});

test("readers that have not come over are named", () => {
  const readers = [reader("new", 5), reader("ended", 3, false), reader("a", 4), reader("b", 3)];
  expect(readerWords({ readers, activeCount: 13, behindCount: 2 }, 5)).toBe(
    "11 of 13 API keys have read version 5, the current one. These 2 last read another: a (4) and b (3).",
  );
  expect(readerWords({ readers: readers.slice(0, 3), activeCount: 9, behindCount: 3 }, 5)).toContain(
    "These 3 last read another: a (4) and 2 others.",
  );
  expect(readerWords({ readers, activeCount: 2, behindCount: 0 }, 5)).toContain("All 2 API keys");
  expect(readerWords({ readers: [], activeCount: 0, behindCount: 0 }, 5)).toContain("No API key");
});
