import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { z } from "zod";
import {
  type BackupHeader,
  type BackupSummary,
  type BackupTable,
  backupHeader,
  FORMAT,
  FORMAT_VERSION,
} from "./model";

/**
 * A backup is a gzip stream of lines of JSON: the header; for each table its name and columns, each row as a string, and
 * the count and SHA-256 of its rows; at the end the sum of counts, the SHA-256 of all lines that are no rows, and an HMAC of it
 * by a key that only the master key leads to.
 */
const tableLine = z.strictObject({ table: z.string(), columns: z.array(z.string()) });
const endLine = z.strictObject({ end: z.string(), rows: z.number().int(), sha256: z.string() });
const lastLine = z.strictObject({
  tables: z.number().int(),
  rows: z.number().int(),
  sha256: z.string(),
  hmac: z.string(),
});

const NEWLINE = 10;
/** No row of the program comes near it. */
const LINE_BYTES_MAX = 64 * 1_024 ** 2;
const BATCH_ROWS = 250;
const BATCH_BYTES = 1_024 ** 2;

export interface BackupPart extends BackupTable {
  readonly rows: AsyncIterable<readonly string[]>;
}

/** Writes the text of a backup, piece by piece, and returns what is in it. */
export async function* writeBackup(
  header: BackupHeader,
  key: Buffer,
  parts: AsyncIterable<BackupPart>,
): AsyncGenerator<string, void> {
  const whole = createHash("sha256");
  const line = (value: unknown): string => {
    const text = `${JSON.stringify(value)}\n`;
    whole.update(text);
    return text;
  };
  const total = { tables: 0, rows: 0 };
  yield line(header);
  for await (const { name, columns, rows } of parts) {
    yield line({ table: name, columns });
    const hash = createHash("sha256");
    let count = 0;
    for await (const batch of rows) {
      const text = batch.map((row) => `${JSON.stringify(row)}\n`).join("");
      hash.update(text);
      count += batch.length;
      yield text;
    }
    yield line({ end: name, rows: count, sha256: hash.digest("hex") });
    total.tables += 1;
    total.rows += count;
  }
  const digest = whole.digest();
  yield `${JSON.stringify({ ...total, sha256: digest.toString("hex"), hmac: hmacOf(key, digest).toString("hex") })}\n`;
}

/** What is done with a backup while it is read. */
export interface BackupVisitor {
  /** Returns the key of the HMAC. */
  readonly header: (header: BackupHeader) => Promise<Buffer>;
  readonly table?: (table: BackupTable) => Promise<void>;
  readonly rows?: (rows: readonly string[]) => Promise<void>;
}

/**
 * Reads a backup with constant memory, and checks all that can be checked without a database. Whatever the visitor was handed
 * counts only once this returns. Throws an Error of one line when the backup is cut off, altered, or of a format that is
 * not known here.
 */
export async function readBackup(source: Readable, visitor: BackupVisitor): Promise<BackupSummary> {
  const reader = new Reader(visitor);
  let own: unknown = null;
  try {
    await pipeline(source, createGunzip(), (chunks: AsyncIterable<Buffer>) =>
      reader.read(chunks).catch((error: unknown) => {
        own = error;
        throw error;
      }),
    );
  } catch (streams) {
    // Where reading ends early, the streams may say no more than that.
    const error = isAbort(streams) ? (own ?? streams) : streams;
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "Z_BUF_ERROR") throw reader.isCut();
    if (code === "Z_DATA_ERROR") throw reader.isAltered();
    throw error;
  }
  return reader.summary();
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

class Reader {
  readonly #visitor: BackupVisitor;
  readonly #whole = createHash("sha256");
  #part = createHash("sha256");
  #header: BackupHeader | null = null;
  #key: Buffer | null = null;
  #table: string | null = null;
  #where = "in its head";
  #partRows = 0;
  #total = { tables: 0, rows: 0 };
  #summary: BackupSummary | null = null;
  #batch: string[] = [];
  #batchBytes = 0;

  constructor(visitor: BackupVisitor) {
    this.#visitor = visitor;
  }

  isCut(): Error {
    return new Error(`the backup is cut off ${this.#where}: take another one`);
  }

  isAltered(): Error {
    if (!this.#header) return new Error("this is no backup of Strongroom, or it was altered in its head");
    return new Error(`the backup was altered ${this.#where}: take another one`);
  }

  summary(): BackupSummary {
    if (!this.#summary) throw this.isCut();
    return this.#summary;
  }

  async read(chunks: AsyncIterable<Buffer>): Promise<void> {
    let rest: Buffer[] = [];
    let restBytes = 0;
    for await (const chunk of chunks) {
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
        const piece = chunk.subarray(start, end + 1);
        await this.#line(rest.length === 0 ? piece : Buffer.concat([...rest, piece]));
        [rest, restBytes, start] = [[], 0, end + 1];
      }
      if (start === chunk.length) continue;
      rest.push(chunk.subarray(start));
      restBytes += chunk.length - start;
      if (restBytes > LINE_BYTES_MAX) throw this.isAltered();
    }
    if (restBytes > 0) throw this.isCut();
  }

  async #line(bytes: Buffer): Promise<void> {
    if (this.#summary) throw this.isAltered();
    const value = this.#json(bytes);
    if (typeof value === "string") return this.#row(value, bytes);
    if (!this.#header) return this.#head(value, bytes);
    if (this.#table !== null) return this.#endTable(value, bytes);
    if (typeof value === "object" && value !== null && "table" in value)
      return this.#beginTable(value, bytes);
    return this.#end(value);
  }

  #json(bytes: Buffer): unknown {
    try {
      return JSON.parse(bytes.toString("utf8"));
    } catch {
      throw this.isAltered();
    }
  }

  #parsed<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
    const parsed = schema.safeParse(value);
    if (!parsed.success) throw this.isAltered();
    return parsed.data;
  }

  async #head(value: unknown, bytes: Buffer): Promise<void> {
    refuseNewer(value);
    const header = this.#parsed(backupHeader, value);
    this.#key = await this.#visitor.header(header);
    this.#header = header;
    this.#whole.update(bytes);
  }

  async #beginTable(value: unknown, bytes: Buffer): Promise<void> {
    const { table, columns } = this.#parsed(tableLine, value);
    this.#table = table;
    this.#where = `in the part ${table}`;
    this.#part = createHash("sha256");
    this.#partRows = 0;
    this.#whole.update(bytes);
    await this.#visitor.table?.({ name: table, columns });
  }

  async #row(row: string, bytes: Buffer): Promise<void> {
    if (this.#table === null) throw this.isAltered();
    this.#part.update(bytes);
    this.#partRows += 1;
    if (!this.#visitor.rows) return;
    this.#batch.push(row);
    this.#batchBytes += bytes.length;
    if (this.#batch.length >= BATCH_ROWS || this.#batchBytes >= BATCH_BYTES) await this.#hand();
  }

  async #hand(): Promise<void> {
    const rows = this.#batch;
    [this.#batch, this.#batchBytes] = [[], 0];
    if (rows.length > 0) await this.#visitor.rows?.(rows);
  }

  async #endTable(value: unknown, bytes: Buffer): Promise<void> {
    const { end, rows, sha256 } = this.#parsed(endLine, value);
    const isWhole = end === this.#table && rows === this.#partRows && sha256 === this.#part.digest("hex");
    if (!isWhole) throw this.isAltered();
    await this.#hand();
    this.#where = `after the part ${end}`;
    this.#table = null;
    this.#whole.update(bytes);
    this.#total.tables += 1;
    this.#total.rows += rows;
  }

  #end(value: unknown): void {
    const { tables, rows, sha256, hmac } = this.#parsed(lastLine, value);
    const digest = this.#whole.digest();
    if (!this.#header || !this.#key) throw this.isAltered();
    const computed = hmacOf(this.#key, digest);
    const claimed = Buffer.from(hmac, "hex");
    const isWhole =
      tables === this.#total.tables &&
      rows === this.#total.rows &&
      sha256 === digest.toString("hex") &&
      claimed.length === computed.length &&
      timingSafeEqual(claimed, computed);
    if (!isWhole) throw this.isAltered();
    this.#where = "at its end";
    this.#summary = { header: this.#header, ...this.#total, sha256 };
  }
}

function refuseNewer(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  const { format, version } = value as { format?: unknown; version?: unknown };
  if (format === FORMAT && typeof version === "number" && version > FORMAT_VERSION) {
    throw new Error(
      `the backup has format ${version}, which this version of Strongroom does not know: use the version that made it, or a later one`,
    );
  }
}

function hmacOf(key: Buffer, digest: Buffer): Buffer {
  return createHmac("sha256", key).update(digest).digest();
}
