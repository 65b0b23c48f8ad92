import { expect, test } from "vitest";
import { readImport } from "./model";

const read = (text: string) => {
  const { format, entries, issues } = readImport(text);
  return {
    format,
    values: Object.fromEntries(entries.map(({ name, value }) => [name, value])),
    errors: issues.map(({ line }) => line),
  };
};

test.each([
  ["A=1\nB: 2", ".env"],
  ["# comment\nexport A=x: y", ".env"],
  ["nonsense", ".env"],
  ['\n {"A": "1"}', "JSON"],
  ["# comment\nA: 1", "YAML"],
  ["---\nA: 1", "YAML"],
  ['"A": x=y', "YAML"],
])("recognises by content what %j is", (text, format) => {
  expect(read(text).format).toBe(format);
});

test("JSON: text as it is meant, numbers and truth values as they are written; what is nested is refused by line", () => {
  const text =
    '{\n"A": "a\\nb",\n"B": 1.50,\n"C": true,\n"D": {"x": "swordfish"},\n"E": [1],\n"F": null,\n"a": "2"}';
  expect(read(text)).toEqual({
    format: "JSON",
    values: { A: "a\nb", B: "1.50", C: "true" },
    errors: [5, 6, 7, 8],
  });
  expect(JSON.stringify(readImport(text).issues)).not.toContain("swordfish");
});

test("YAML: blocks, quotes and plain text; aliases and tags are refused, and nothing is expanded", () => {
  const text =
    "A: &a plain text\nB: |\n  line 1\n  line 2\nC: 'it''s'\nD: *a\nE: !!binary aGk=\nF: 0123\nG: no\nH:\n  I: x";
  expect(read(text)).toEqual({
    format: "YAML",
    values: { A: "plain text", B: "line 1\nline 2\n", C: "it's", F: "0123", G: "no" },
    errors: [6, 7, 10],
  });
  expect(readImport(text).entries.find(({ name }) => name === "G")?.warnings).toHaveLength(1);
});

test.each([
  ['{"A": "swordfish"', 1],
  ['{"A": "x",\n"B" "swordfish"}', 2],
  ["A: x\nB: [swordfish", 2],
  ["A: x\n---\nB: swordfish", 2],
  [`{"A": ${"[".repeat(100_000)}`, 1],
])("a file that is broken is refused where it breaks: %#", (text, line) => {
  const { entries, issues } = readImport(text);
  expect(entries).toEqual([]);
  expect(issues[0]?.line).toBeGreaterThanOrEqual(line);
  expect(JSON.stringify(issues)).not.toContain("swordfish");
});

test("a value is told by its length and the kinds of its ends, and whether quotes were taken away", () => {
  const shapes = readImport("A='ab1'\nB=ä $\nC=x").entries.map(({ shape }) => shape);
  expect(shapes).toEqual([
    { length: 3, first: "letter", last: "digit", isUnquoted: true },
    { length: 3, first: "letter", last: "symbol", isUnquoted: false },
    { length: 1, first: "letter", last: "letter", isUnquoted: false },
  ]);
});
