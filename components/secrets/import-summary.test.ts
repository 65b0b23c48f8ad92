import { expect, test } from "vitest";
import { changeCount, summaryOf } from "./import-summary";

const line = (number: number, outcome: "create" | "replace" | "same" | "error", warnings: string[] = []) => ({
  line: number,
  name: "A",
  outcome,
  note: null,
  warnings,
});

test("an import is summed up by what becomes of its lines", () => {
  const lines = [line(1, "create"), line(2, "create", ["w"]), line(3, "error"), line(4, "same")];
  expect(summaryOf({ isDone: false, lines })).toBe(
    "2 new, 1 unchanged, 1 line with an error, 1 line with a warning. Nothing is stored yet.",
  );
  expect(summaryOf({ isDone: true, lines: [line(1, "replace")] })).toBe("1 new version.");
  expect(summaryOf({ isDone: false, lines: [] })).toContain("No NAME=value");
  expect(changeCount({ isDone: true, lines })).toBe(2);
});
