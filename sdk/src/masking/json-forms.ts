import { CODES, type Code, escaping, type Write } from "./escaping.ts";

const { u, U } = CODES;
const BASE = { before: '"\\', letters: "bfnrt", code: u } as const;
const SLASH = { ...BASE, before: '"\\/' } as const;
/** Line separators end a line of JavaScript of before 2019. */
const separators: Code = (char) => (char === "\u2028" || char === "\u2029" ? u(char) : char);

/** The texts of JSON, by who writes them so. */
const JSON_WRITERS = {
  "JSON.stringify, Rust, Ruby, PostgreSQL": escaping(BASE),
  "Jackson, and .NET with its relaxed encoder": escaping({ ...BASE, code: U }),
  Python: escaping({ ...BASE, coded: "\x7f", wide: u }),
  "Jackson with ESCAPE_NON_ASCII": escaping({ ...BASE, code: U, coded: "\x7f", wide: U }),
  "Swift, PHP with JSON_UNESCAPED_UNICODE": escaping(SLASH),
  PHP: escaping({ ...SLASH, wide: u }),
  "in ASCII, upper case, with escaped slashes": escaping({ ...SLASH, code: U, wide: U }),
  "Go, Rails": escaping({ ...BASE, coded: "<>&", wide: separators }),
  "Go before 1.22": escaping({ ...BASE, letters: "nrt", coded: "<>&", wide: separators }),
  Gson: escaping({ ...BASE, coded: "<>&='", wide: separators }),
  "JavaScriptSerializer of .NET": escaping({ ...BASE, coded: "<>&'", wide: separators }),
  "Newtonsoft for HTML": escaping({ ...BASE, before: "\\", coded: "<>&'\"", wide: separators }),
  "System.Text.Json": escaping({ ...BASE, before: "\\", code: U, coded: "<>&'\"+`\x7f", wide: U }),
  "Django, json_script": escaping({ ...BASE, coded: "<>&", codedAs: U, wide: u }),
  "Django, escapejs": escaping({ code: U, coded: "\\'\"<>&=-;`", wide: separators }),
  "PHP for HTML": escaping({ ...SLASH, before: "\\/", coded: "<>&'\"", codedAs: U, wide: u }),
  "PHP for HTML, slashes as they are": escaping({
    ...BASE,
    before: "\\",
    coded: "<>&'\"",
    codedAs: U,
    wide: u,
  }),
} satisfies Record<string, Write>;

export const jsonEscaped: Write = escaping(BASE);

/** Also JSON inside of JSON. */
export function jsonForms(value: string): string[] {
  const forms = Object.values(JSON_WRITERS).map((write) => write(value));
  return [...forms, ...forms.map(jsonEscaped)];
}

/** JSON of Python, PHP, Go and .NET. */
export function shortJsonForms(value: string): string[] {
  const writers = ["Python", "PHP", "Go, Rails", "System.Text.Json"] as const;
  return writers.map((name) => JSON_WRITERS[name](value));
}
