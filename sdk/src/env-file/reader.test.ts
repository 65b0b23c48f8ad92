import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cpuMs } from "@/test/cpu-time";
import { readEnvFile } from "./reader.js";

/** Each line as `NAME=value (warnings)` or as its problem. */
const read = (text: string) =>
  readEnvFile(text).map((line) =>
    "problem" in line ? line.problem : [`${line.name}=${line.value}`, ...line.warnings].join(" | "),
  );

describe("what is stored is what was written, or the line says what is not", () => {
  test.each([
    // A # without a blank before it is part of the value.
    ["PW=ab#cd9", "PW=ab#cd9 | hash"],
    ["PW=#cd9", "PW=#cd9 | hash"],
    ["PW=ab #cd9", "PW=ab | comment"],
    ["PW=ab\t# cd9", "PW=ab | comment"],
    ["PW= # nothing", "PW= | comment"],
    // Quotes keep everything; only a comment may follow them.
    ['PW="ab #cd9" # why', "PW=ab #cd9"],
    ["PW='a\\nb $HOME'", "PW=a\\nb $HOME"],
    ['PW=`it\'s "so"`', 'PW=it\'s "so"'],
    ['PW="x"y', "textAfterQuote"],
    ['PW="x"#y', "textAfterQuote"],
    ["PW='it\\'s'", "textAfterQuote"],
    ['PW="abc', "unclosedQuote"],
    // Escapes in double quotes.
    ['CFG="{\\"a\\":1}"', 'CFG={"a":1} | escapes'],
    ['P="a\\nb\\tc\\\\d\\r"', "P=a\nb\tc\\d\r | escapes"],
    ['P="C:\\dir"', "P=C:\\dir | backslash"],
    ['P="ends with \\\\"', "P=ends with \\ | escapes"],
    ["P=a\\nb", "P=a\\nb"],
    // What other readers expand.
    ["U=$HOME/x", "U=$HOME/x | notExpanded"],
    ['U="$\u007bHOME}"', "U=$\u007bHOME} | notExpanded"],
    ['U="\\$HOME"', "U=$HOME | escapes"],
    ["U=costs 5$", "U=costs 5$"],
    // Blanks.
    ["B=x  ", "B=x | trailingBlanks"],
    ["B= x", "B=x | leadingBlanks"],
    ["B = x", "B=x"],
    ["B=\u00a0a\tb\u00a0", "B=\u00a0a\tb\u00a0 | otherSpace"],
    ["  export  B=two words", "B=two words"],
    // What is no assignment.
    ["sword fish", "notAssignment"],
    ["B: x", "notAssignment"],
    ["export B", "notAssignment"],
    ["A=1\rB=2", "carriageReturn"],
    ["# note\rB=2", "carriageReturn"],
  ])("%j", (text, expected) => {
    expect(read(text)).toEqual([expected]);
  });

  test("a quote that is left open swallows no other line", () => {
    expect(read('A="abc\nB="def"\nC=1')).toEqual(["textAfterQuote", "B=def", "C=1"]);
    expect(read('A="abc\nB=def\nC="')).toEqual(["A=abc\nB=def\nC= | assignmentWithin"]);
  });

  test("a value over several lines is kept, with LF as its line end", () => {
    const key = "-----BEGIN KEY-----\nabc+/=\nMIIC==\n-----END KEY-----";
    expect(read(`KEY="${key}"\nNEXT=1`)).toEqual([`KEY=${key}`, "NEXT=1"]);
    expect(read("KEY='a\r\nb'\r\nNEXT=1\r\n")).toEqual(["KEY=a\nb | lineEnds", "NEXT=1"]);
    expect(read("KEY='a\n\rb'")).toEqual(["carriageReturn", "carriageReturn"]);
  });

  test("a byte-order mark and Windows line ends are not part of names or values", () => {
    expect(read("\ufeffA=1\r\nB=2\r\n")).toEqual(["A=1", "B=2"]);
  });
});

test("tells the line of each assignment and of what is none", () => {
  expect(readEnvFile('A=1\n\nnonsense\nB="x\ny"\nC=3\nD="never closed')).toMatchObject([
    { line: 1, name: "A" },
    { line: 3, problem: "notAssignment" },
    { line: 4, name: "B" },
    { line: 6, name: "C" },
    { line: 7, problem: "unclosedQuote" },
  ]);
});

test("a value without a warning stands in the file letter by letter (any text)", () => {
  const piece = fc.constantFrom(
    "A",
    "B=",
    "=",
    '"',
    "'",
    "`",
    "#",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\\",
    "n",
    "$x",
    "é",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join("");
      for (const line of readEnvFile(text)) {
        if ("problem" in line || line.warnings.length > 0) continue;
        expect(text).toContain(line.value);
        if (!line.value.includes("\n")) expect(text.split("\n")[line.line - 1]).toContain(line.value);
      }
    }),
    { numRuns: 2_000, seed: 13 },
  );
});

test("stays linear on hostile input", async () => {
  const hostile = [
    `${"a".repeat(100_000)}=`,
    " ".repeat(100_000),
    `A=${" ".repeat(20_000)}x`,
    `A='${"x\n".repeat(40_000)}`,
    `${"A='\n".repeat(20_000)}x`,
    `${"A='\nB=\"\nC=`\n".repeat(10_000)}x`,
    `A="${'\\"'.repeat(50_000)}`,
    `${'A="\\"\n'.repeat(100_000)}`,
    `A="${"\\".repeat(100_000)}`,
    `export${" ".repeat(20_000)}x`,
  ];
  expect(await cpuMs(() => hostile.map(readEnvFile))).toBeLessThan(3_000);
});
