import "server-only";
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { stringify } from "csv-stringify";
import type { Ctx } from "@/lib/context";
import { takeSlot } from "./download-slots";

export type DownloadFormat = keyof typeof TYPES;

const TYPES = { csv: "text/csv; charset=utf-8", jsonl: "application/jsonl; charset=utf-8" } as const;
/** How long a file waits for somebody who does not read on. */
const UNREAD_MS_MAX = 30_000;

/** What a file of rows is made of. */
export interface RowFile {
  readonly format: DownloadFormat;
  /** Names of the rows' fields, in the order of CSV's columns. */
  readonly columns: readonly string[];
  /** Read one by one as the browser takes them. */
  readonly rows: AsyncIterable<object>;
  /** The last line of JSON Lines, after all rows: it may say what comes before it. */
  readonly end?: (content: DownloadContent) => object;
}

interface Download extends RowFile {
  /** Without its ending. ASCII letters, digits, dots, dashes and underscores. */
  readonly fileName: string;
}

/** What a file held so far. */
export interface DownloadContent {
  readonly rows: number;
  /** Of all bytes, in hex. */
  readonly sha256: string;
}

/**
 * A file for the client to keep, written as it is sent, so that memory does not grow with it. A file that nobody reads on for
 * 30 seconds breaks off. Throws `throttled` when the actor takes too many at once.
 */
export function download(
  ctx: Pick<Ctx, "actor">,
  { fileName, ...file }: Download,
  unreadMsMax = UNREAD_MS_MAX,
): Response {
  const name = `${fileName}.${file.format}`;
  return sendFile(ctx, { name, type: TYPES[file.format], chunks: () => rowChunks(file) }, unreadMsMax);
}

interface SentFile {
  /** ASCII letters, digits, dots, dashes and underscores. */
  readonly name: string;
  readonly type: string;
  readonly chunks: () => AsyncIterable<Uint8Array>;
}

/** The same for bytes of any kind. */
export function sendFile(
  { actor }: Pick<Ctx, "actor">,
  { name, type, chunks }: SentFile,
  unreadMsMax = UNREAD_MS_MAX,
): Response {
  const release = takeSlot("id" in actor ? actor.id : actor.kind);
  const body = endingUnread(chunks(), unreadMsMax).once("close", release);
  return new Response(Readable.toWeb(body) as ReadableStream, {
    headers: { "content-type": type, "content-disposition": `attachment; filename="${name}"` },
  });
}

/** In CSV, a field that is an object becomes JSON, and what a spreadsheet would take for a formula is escaped. */
export function rowChunks({ format, columns, rows, end }: RowFile): AsyncIterable<Buffer> {
  return format === "csv" ? csv(columns, rows) : jsonLines(rows, end);
}

/** Destroyed with an error when nothing is taken from it for so long. */
function endingUnread(chunks: AsyncIterable<Uint8Array>, unreadMsMax: number): Readable {
  const stop = () => body.destroy(new Error("nobody reads this file on"));
  let timer = setTimeout(stop, unreadMsMax).unref();
  const restart = () => {
    clearTimeout(timer);
    timer = setTimeout(stop, unreadMsMax).unref();
  };
  const watched = async function* () {
    for await (const chunk of chunks) {
      restart();
      yield chunk;
    }
  };
  const body: Readable = Readable.from(watched()).once("close", () => clearTimeout(timer));
  return body;
}

function csv(columns: readonly string[], rows: AsyncIterable<object>): AsyncIterable<Buffer> {
  const writer = stringify({
    columns: [...columns],
    header: true,
    escape_formulas: true,
    record_delimiter: "windows",
  });
  // A row that cannot be read breaks the file off, so that nobody takes a part for the whole; whoever reads sees the error.
  pipeline(Readable.from(rows), writer).catch(() => {});
  return writer;
}

async function* jsonLines(rows: AsyncIterable<object>, end: Download["end"]): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  let count = 0;
  for await (const row of rows) {
    const line = Buffer.from(`${JSON.stringify(row)}\n`);
    hash.update(line);
    count += 1;
    yield line;
  }
  if (end) yield Buffer.from(`${JSON.stringify(end({ rows: count, sha256: hash.digest("hex") }))}\n`);
}
