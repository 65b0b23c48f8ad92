import { createHash } from "node:crypto";
import type { ClientBase, Pool } from "pg";
import type { Tx } from "./client";

/**
 * SQL as a tagged template: every interpolation becomes a bound parameter, so there is no way to write input into
 * the text. The same statement runs on the pool, on one connection, or inside a Prisma transaction.
 */
export type Sql = <Row>(strings: TemplateStringsArray, ...values: readonly unknown[]) => Promise<Row[]>;

interface Statement {
  readonly name: string;
  readonly text: string;
}

/**
 * Named once per place in the source, so that PostgreSQL parses and plans each once per connection. The name comes from
 * the text: Next loads this module several times in one process, and all copies share the connections.
 */
const statements = new WeakMap<TemplateStringsArray, Statement>();

function statementOf(strings: TemplateStringsArray): Statement {
  const known = statements.get(strings);
  if (known) return known;
  const text = strings.reduce((sql, part, i) => `${sql}$${i}${part}`);
  const made = { name: `strongroom_${createHash("sha256").update(text).digest("hex").slice(0, 16)}`, text };
  statements.set(strings, made);
  return made;
}

/** Runs statements on the pool or on one of its connections, prepared by name. */
export function sqlOn(client: Pool | ClientBase): Sql {
  return async (strings, ...values) => {
    const result = await client.query({ ...statementOf(strings), values: [...values] });
    return result.rows;
  };
}

/** Runs statements inside a Prisma transaction. */
export function sqlIn(tx: Tx): Sql {
  return (strings, ...values) => tx.$queryRaw(strings, ...values);
}
