import { createHash } from "node:crypto";
import type { ClientBase, Pool } from "pg";
import type { Tx } from "./client";
import { Connection } from "./connection";

/**
 * SQL as a tagged template: every interpolation becomes a bound parameter, so there is no way to write input into
 * the text. The same statement runs on the pool, on one connection, or inside a Prisma transaction.
 */
export type Sql = <Row>(strings: TemplateStringsArray, ...values: readonly unknown[]) => Promise<Row[]>;

interface Statement {
  readonly name: string;
  readonly text: string;
  /** The same for Prisma, whose adapter names a statement by its text alone. */
  readonly marked: TemplateStringsArray;
}

const MARK = "/* prepared */";

/**
 * Named once per place in the source, so that PostgreSQL parses and plans each once per connection. The name comes from
 * the text: Next loads this module several times in one process, and all copies share the connections.
 */
const statements = new WeakMap<TemplateStringsArray, Statement>();

function statementOf(strings: TemplateStringsArray): Statement {
  const known = statements.get(strings);
  if (known) return known;
  const text = strings.reduce((sql, part, i) => `${sql}$${i}${part}`);
  const parts = strings.map((part, i) => (i === 0 ? `${MARK}${part}` : part));
  const made = { name: nameOf(text), text, marked: Object.assign(parts, { raw: parts }) };
  statements.set(strings, made);
  return made;
}

function nameOf(text: string): string {
  return `strongroom_${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
}

const templates = new Map<string, TemplateStringsArray>();

/**
 * A template of a text with `$1`, `$2` … in this order, for statements that are made of the program's own lists of tables and columns.
 * Never for a text with anything that was given.
 */
export function templateOf(text: string): TemplateStringsArray {
  const known = templates.get(text);
  if (known) return known;
  const parts = text.split(/\$\d+/);
  const made = Object.assign(parts, { raw: parts });
  templates.set(text, made);
  return made;
}

/** What Prisma's adapter asks for a name: ours stay prepared, Prisma's own are too many to keep. */
export function statementName({ sql }: { readonly sql: string }): string {
  return sql.startsWith(MARK) ? nameOf(sql) : "";
}

/** Runs statements on the pool or on one of its connections, prepared by name. */
export function sqlOn(client: Pool | ClientBase): Sql {
  return async (strings, ...values) => {
    const { name, text } = statementOf(strings);
    const result = await client.query({ name, text, values: [...values] });
    return result.rows;
  };
}

/** Whose statements these are: Next loads this module several times in one process. */
const OF_TX = Symbol.for("strongroom.sqlOfTx");

/** Runs statements inside a Prisma transaction, prepared by name too. */
export function sqlIn(tx: Tx): Sql {
  const sql: Sql = (strings, ...values) => tx.$queryRaw(statementOf(strings).marked, ...values);
  return Object.assign(sql, { [OF_TX]: tx });
}

/** The Prisma transaction that statements run in; null where they run in none. */
export function txOf(sql: Sql & { readonly [OF_TX]?: Tx }): Tx | null {
  return sql[OF_TX] ?? null;
}

/** Runs statements that may take as long as they need, on a connection of their own. */
export async function withoutTimeout<T>(pool: Pool, work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    if (client instanceof Connection) await client.liftTimeouts();
    return await work(sqlOn(client));
  } finally {
    // Not given back: its timeout is not what others expect.
    client.release(true);
  }
}
