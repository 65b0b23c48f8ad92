import "server-only";
import { Readable } from "node:stream";
import { stringify } from "csv-stringify";

export type DownloadFormat = keyof typeof TYPES;

const TYPES = { csv: "text/csv; charset=utf-8", jsonl: "application/jsonl; charset=utf-8" } as const;

interface Download {
  /** Without its ending. ASCII letters, digits, dots, dashes and underscores. */
  readonly fileName: string;
  readonly format: DownloadFormat;
  /** Names of the rows' fields, in the order of CSV's columns. */
  readonly columns: readonly string[];
  /** Read one by one as the browser takes them. */
  readonly rows: AsyncIterable<object>;
}

/**
 * A file for the browser to keep, written as it is sent, so that memory does not grow with it. In CSV, a field that
 * is an object becomes JSON, and what a spreadsheet would take for a formula is escaped.
 */
export function download({ fileName, format, columns, rows }: Download): Response {
  const body = format === "csv" ? csv(columns, rows) : Readable.from(jsonLines(rows));
  return new Response(Readable.toWeb(body) as ReadableStream, {
    headers: {
      "content-type": TYPES[format],
      "content-disposition": `attachment; filename="${fileName}.${format}"`,
    },
  });
}

function csv(columns: readonly string[], rows: AsyncIterable<object>): Readable {
  const writer = stringify({
    columns: [...columns],
    header: true,
    escape_formulas: true,
    record_delimiter: "windows",
  });
  // A row that cannot be read breaks the file off, so that nobody takes a part for the whole.
  return Readable.from(rows)
    .on("error", (error) => writer.destroy(error))
    .pipe(writer);
}

async function* jsonLines(rows: AsyncIterable<object>): AsyncGenerator<Buffer> {
  for await (const row of rows) yield Buffer.from(`${JSON.stringify(row)}\n`);
}
