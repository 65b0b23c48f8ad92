import type { Pool } from "@/lib/db/client";
import type { Sql } from "@/lib/db/sql";

/** The plans of the statements that `ask` makes, in their order. Tables of a test are small: they are not read whole for that. */
export async function plansOf(pool: Pool, ask: (explaining: Sql) => Promise<unknown>): Promise<string[]> {
  const client = await pool.connect();
  const plans: string[] = [];
  const explaining: Sql = async (strings, ...values) => {
    const text = strings.reduce((sql, part, i) => `${sql}$${i}${part}`);
    const { rows } = await client.query(`EXPLAIN ${text}`, [...values]);
    plans.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
    return [];
  };
  try {
    await client.query("SET enable_seqscan = off");
    await ask(explaining);
  } finally {
    client.release(true);
  }
  return plans;
}
