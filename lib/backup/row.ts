/** The fields of a row as PostgreSQL writes a composite value: `(a,"b ""c"" \\d",,)`. Null where nothing stands. */
export function fieldsOf(row: string): (string | null)[] {
  const fields: (string | null)[] = [];
  for (const [, quoted, plain = ""] of row.slice(1, -1).matchAll(FIELD))
    fields.push(
      quoted === undefined ? plain || null : quoted.replaceAll(/""|\\\\/g, (pair) => pair[0] ?? ""),
    );
  return fields;
}

const FIELD = /(?<=^|,)(?:"((?:[^"\\]|""|\\\\)*)"|([^,"]*))(?=,|$)/g;
