import { expect, test } from "vitest";
import type { ImportLine } from "@/lib/secrets/import/model";
import { changeCount, shapeText, summaryOf, writtenLines } from "./import-summary";

const line = (number: number, outcome: ImportLine["outcome"], warnings: string[] = []): ImportLine => ({
  ...{ line: number, name: "A", outcome, note: null, warnings },
  shape: { length: 2, first: "letter", last: "digit", isUnquoted: true },
});
const format = ".env";

test("an import is summed up by what becomes of its lines", () => {
  const lines = [
    line(1, "create"),
    line(2, "create", ["w"]),
    line(3, "error"),
    line(4, "same"),
    line(5, "left"),
  ];
  expect(summaryOf({ isDone: false, format, lines })).toBe(
    "2 new, 1 unchanged, 1 left out, 1 line with an error, 1 line with a warning. Nothing is stored yet.",
  );
  expect(summaryOf({ isDone: true, format, lines: [line(1, "replace")] })).toBe("1 new version.");
  expect(summaryOf({ isDone: false, format: "YAML", lines: [line(1, "replace")] })).toMatch(
    /^Read as YAML\. 1/,
  );
  expect(summaryOf({ isDone: false, format, lines: [] })).toContain("No NAME=value");
  expect(changeCount({ lines })).toBe(2);
});

test("a value is told without any of it, and what was written is that of its lines alone", () => {
  const { shape } = line(1, "create");
  expect(shape && shapeText(shape)).toBe("2 characters, letter to digit, quotes removed");
  const all = [line(1, "create"), line(2, "create"), line(4, "create")];
  const written = all.map((one) => writtenLines("A=1\nB='x\ny'\nC=2\n\n", one, all));
  expect(written).toEqual(["A=1", "B='x\ny'", "C=2"]);
});
