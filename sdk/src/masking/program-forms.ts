import { CODES, type Code, escaping, type Write } from "./escaping.ts";

const { u, U, x, X, octal, python, yaml, go, braces, ruby, perl } = CODES;
const C_LETTERS = "abfnrtv";
const inspected = escaping({
  before: '"\\',
  letters: `${C_LETTERS}e`,
  code: ruby,
  coded: "\x7f",
  codedAs: X,
});
/** PyYAML takes what is beyond 16 bits for unprintable. */
const beyond16: Code = (char) => (char.length > 1 ? yaml(char) : char);
/** What Ruby and Elixir would read as the beginning of an expression. */
const withoutExpressions: Write = (text) => text.replaceAll(/#(?=[{$@])/g, "\\#");

/** Texts as programs, databases and formats quote them with backslashes, by who does so. */
const WRITERS: Readonly<Record<string, Write>> = {
  "repr of Python": escaping({ before: "\\'", letters: "nrt", code: x, coded: "\x7f" }),
  "repr of Python in double quotes": escaping({ before: "\\", letters: "nrt", code: x, coded: "\x7f" }),
  "ascii of Python": escaping({ before: "\\'", letters: "nrt", code: x, coded: "\x7f", wide: python }),
  "ascii of Python in double quotes": escaping({
    before: "\\",
    letters: "nrt",
    code: x,
    coded: "\x7f",
    wide: python,
  }),
  "bytes of Python": escaping({ before: "\\'", letters: "nrt", code: x, coded: "\x7f", wide: x }),
  "bytes of Python in double quotes": escaping({
    before: "\\",
    letters: "nrt",
    code: x,
    coded: "\x7f",
    wide: x,
  }),
  "inspect of Node": escaping({ before: "\\'", letters: "bfnrt", code: X, coded: "\x7f" }),
  "inspect of Node in other quotes": escaping({ before: "\\", letters: "bfnrt", code: X, coded: "\x7f" }),
  "inspect of Ruby and Elixir": (text) => withoutExpressions(inspected(text)),
  "dump of Ruby": (text) =>
    withoutExpressions(
      escaping({ before: '"\\', letters: `${C_LETTERS}e`, code: X, coded: "\x7f", wide: ruby })(text),
    ),
  "inspect of Ruby, of bytes": (text) =>
    withoutExpressions(
      escaping({ before: '"\\', letters: `${C_LETTERS}e`, code: X, coded: "\x7f", wide: X })(text),
    ),
  "strconv.Quote and %q of Go": escaping({ before: '"\\', letters: C_LETTERS, code: x, coded: "\x7f" }),
  "strconv.QuoteToASCII of Go": escaping({
    before: '"\\',
    letters: C_LETTERS,
    code: x,
    coded: "\x7f",
    wide: go,
  }),
  "Debug of Rust": escaping({ before: '"\\', letters: "0nrt", code: braces, coded: "\x7f" }),
  "escape_default of Rust": escaping({
    before: "\"'\\",
    letters: "nrt",
    code: braces,
    coded: "\x7f",
    wide: braces,
  }),
  "C, git": escaping({ before: '"\\', letters: C_LETTERS, code: octal, coded: "\x7f", wide: octal }),
  "protobuf as text": escaping({ before: "\"'\\", letters: "nrt", code: octal, coded: "\x7f", wide: octal }),
  "var_export of PHP, Data::Dumper, fish": escaping({ before: "\\'" }),
  MySQL: escaping({ before: "\\'\"", letters: "0nrZ" }),
  "MySQL without escaped double quotes": escaping({ before: "\\'", letters: "0nrZ" }),
  "COPY of PostgreSQL": escaping({ before: "\\", letters: "bfnrtv" }),
  "E'' of PostgreSQL": (text) => text.replaceAll("\\", "\\\\").replaceAll("'", "''"),
  "bytea of PostgreSQL, escape format": escaping({ code: octal, wide: octal, before: "\\" }),
  "SQL, YAML, PowerShell: doubled single quotes": (text) => text.replaceAll("'", "''"),
  "CSV, Visual Basic: doubled double quotes": (text) => text.replaceAll('"', '""'),
  "YAML in double quotes": escaping({ before: '"\\', letters: `0${C_LETTERS}e`, code: x, coded: "\x7f" }),
  "PyYAML with allow_unicode": escaping({
    before: '"\\',
    letters: `0${C_LETTERS}e`,
    code: X,
    coded: "\x7f",
    wide: beyond16,
  }),
  "YAML in double quotes, ASCII": escaping({
    before: '"\\',
    letters: `0${C_LETTERS}e`,
    code: X,
    coded: "\x7f",
    wide: yaml,
  }),
  "Data::Dumper with Useqq": escaping({
    before: '"\\$@',
    letters: "abefnrt",
    code: octal,
    coded: "\x7f",
    wide: perl,
  }),
  properties: escaping({ before: "\\:=#!", letters: "fnrt", code: U, coded: "\x7f", wide: U }),
  "properties in UTF-8": escaping({ before: "\\:=#!", letters: "fnrt", code: u }),
};

export function programForms(value: string): string[] {
  return Object.values(WRITERS).map((write) => write(value));
}
