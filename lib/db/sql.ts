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

/** Named once per place in the source, so that PostgreSQL parses and plans each once per connection. */
const statements = new WeakMap<TemplateStringsArray, Statement>();
let statementCount = 0;

function statementOf(strings: TemplateStringsArray): Statement {
  const known = statements.get(strings);
  if (known) return known;
  statementCount += 1;
  const text = strings.reduce((sql, part, i) => `${sql}$${i}${part}`);
  const made = { name: `strongroom_${statementCount}`, text };
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
