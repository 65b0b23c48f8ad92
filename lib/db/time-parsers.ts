import type pg from "pg";

type GetTypeParser = typeof pg.types.getTypeParser;

const DAY = String.raw`\d{4}-\d\d-\d\d`;
const TIME = String.raw`${DAY} \d\d:\d\d:\d\d(\.\d{1,6})?`;

/** The one form of each type, by its number: PostgreSQL's ISO style, in UTC. */
const FORMS: ReadonlyMap<number, RegExp> = new Map([
  [1082, form(DAY)],
  [1114, form(TIME)],
  [1184, form(String.raw`${TIME}\+00`)],
  [1182, listForm(DAY)],
  [1115, listForm(TIME)],
  [1185, listForm(String.raw`${TIME}\+00`)],
]);

/** The types of times, and of lists of them. */
export const TIME_TYPES: readonly number[] = [...FORMS.keys()];

/**
 * Puts a check before the parsers of times: a time in any other form than ISO in UTC throws. The parsers themselves give
 * null, an invalid date or another instant for it, and a key whose end reads as null would never end.
 */
export function strictTimes(getTypeParser: GetTypeParser): GetTypeParser {
  const strict: GetTypeParser = (oid: number, format: "text" | "binary" = "text") => {
    const parse = getTypeParser(oid, format);
    const wanted = FORMS.get(oid);
    if (!wanted) return parse;
    return (text: string) => {
      if (format !== "text" || !wanted.test(text))
        throw new Error("the database gave a time that cannot be read");
      return parse(text);
    };
  };
  return strict;
}

function form(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`);
}

function listForm(pattern: string): RegExp {
  const item = `(NULL|"?${pattern}"?)`;
  return new RegExp(`^\\{(${item}(,${item})*)?\\}$`);
}
