import { parseEnv } from "node:util";
import { parse as parseDotenvx } from "@dotenvx/dotenvx";
import { parse as parseDotenv } from "dotenv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type EnvAssignment, readEnvFile } from "./reader.js";
import type { EnvWarning } from "./texts.js";

/** `FUZZ_RUNS=100000` for the long run. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 2_000);

type Parsed = Readonly<Record<string, string | undefined>>;

const READERS: Readonly<Record<string, (text: string) => Parsed>> = {
  "node:util parseEnv": (text) => ({ ...parseEnv(text) }),
  dotenv: (text) => parseDotenv(text),
  // It would also replace names by what is in the environment of the test.
  dotenvx: (text) => parseDotenvx(text, { processEnv: {} }),
};

/** What else is refused, for its name; so are an empty value and a name that is there twice. */
const NAME = /^[A-Za-z_][\w.-]*$/;

/** Node takes tabs and byte-order marks before a name for part of it. */
function namesTrimmed(parsed: Parsed): Parsed {
  return Object.fromEntries(
    Object.entries(parsed).map(([name, value]) => [
      name.replace(/^[\s\ufeff]*(export\s+)?/, "").trim(),
      value,
    ]),
  );
}

/** No `$(`, which dotenvx runs as a command. */
// biome-ignore format: one list
const PIECES = [
  ...Array.from({ length: 40 }, (_, n) => `p${n}`), "a", "Bc", "1", "é", "😀", "=", "==", "#", " #", "\t#", " ", "\t", "\u00a0", "\u2028", ":", "/", "@", "{", "}", "$A", "$\u007bB}", "$",
  "\\n", "\\r", "\\t", '\\"', "\\'", "\\\\", "\\x", "\\", '"', "'", "`", "\n", "\r\n", "\r", "export ",
];

const value = fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((pieces) => pieces.join(""));
const quoted = fc.tuple(
  fc.constantFrom('"', "'", "`"),
  value,
  fc.constantFrom("", "", " ", " # note", "x", "#x"),
);
const assignment = fc
  .tuple(
    fc.constantFrom("", "", "", "export ", " ", "\t"),
    fc.constantFrom("A", "B", "NAME", "a.b-c", "_X1", "LONG_NAME", "x", "Y2", "z"),
    fc.constantFrom("=", "=", "=", "=", "=", " = ", " = ", "= ", " =", ": "),
    fc.oneof(
      value,
      quoted.map(([quote, text, after]) => `${quote}${text}${quote}${after}`),
    ),
  )
  .map((parts) => parts.join(""));
const line = fc.oneof(
  { weight: 20, arbitrary: assignment },
  fc.constantFrom("", "# note", "  # A=1", "words only"),
  value,
);
const file = fc
  .tuple(
    fc.constantFrom("", "", "\ufeff"),
    fc.array(line, { minLength: 1, maxLength: 3 }),
    fc.constantFrom("\n", "\n", "\r\n"),
  )
  .map(([bom, lines, end]) => bom + lines.join(end) + end);

/** Why other readers do not see where a value ends. */
const READ_ON: readonly EnvWarning[] = ["backslash", "escapes", "otherSpace"];

/** The whole list of how a value that was read may differ from that of another reader. docs/env-files.md has it in words. */
const DIFFERENCES: readonly [
  string,
  (
    ours: EnvAssignment,
    theirs: string | undefined,
    all: readonly EnvAssignment[],
    where: { readonly reader: string; readonly text: string },
  ) => boolean,
][] = [
  ["the line has a warning", (ours) => ours.warnings.length > 0],
  [
    "a line with a warning is read on into this one",
    (_ours, _theirs, all) => all.some(({ warnings }) => warnings.some((one) => READ_ON.includes(one))),
  ],
  [
    "Node takes what is before a name, white space or an indented comment, for part of it",
    (_ours, _theirs, _all, { reader, text }) =>
      reader.startsWith("node") && /^[^\S \n]|^\ufeff|^ +#/m.test(text),
  ],
  [
    "dotenv ends lines at U+2028",
    (_ours, _theirs, _all, { reader, text }) => reader.startsWith("dotenv") && text.includes("\u2028"),
  ],
];

describe(`reads ${RUNS} generated files like other readers, but for the differences of a short list`, () => {
  test.each(Object.keys(READERS))(
    "%s",
    (reader) => {
      const counts = { same: 0, refused: 0, known: 0 };
      fc.assert(
        fc.property(file, (text) => {
          const lines = readEnvFile(text);
          // A file with a line that cannot be read is not imported, so there is nothing to compare.
          if (lines.some((one) => "problem" in one || !NAME.test(one.name) || one.value === ""))
            return void counts.refused++;
          const theirs = namesTrimmed(READERS[reader]?.(text) ?? {});
          const all = lines.filter((one) => "name" in one);
          if (new Set(all.map(({ name }) => name)).size < all.length) return void counts.refused++;
          const ours = new Map(all.map((one) => [one.name, one]));
          const isSplit = reader.startsWith("dotenv") && text.includes("\u2028");
          const isWithin = all.some(({ warnings }) => warnings.includes("assignmentWithin"));
          const lost = Object.keys(theirs).filter(
            (name) => NAME.test(name) && !ours.has(name) && !isSplit && !isWithin,
          );
          expect(lost, `${reader} reads a name that is lost`).toEqual([]);
          for (const [name, one] of ours) {
            if (theirs[name] === one.value) counts.same++;
            else {
              const [known] =
                DIFFERENCES.find(([, isThis]) => isThis(one, theirs[name], all, { reader, text })) ?? [];
              expect(known, `${name}: ${JSON.stringify([one, theirs[name]])}`).toBeDefined();
              counts.known++;
            }
          }
        }),
        { numRuns: RUNS, seed: 2026 },
      );
      if (process.env.FUZZ_RUNS) process.stdout.write(`${reader}: ${JSON.stringify(counts)}\n`);
      expect(counts.same).toBeGreaterThan(RUNS / 20);
    },
    60_000 + RUNS * 5,
  );
});
