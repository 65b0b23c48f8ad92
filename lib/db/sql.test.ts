import { expect, test } from "vitest";
import { testContext } from "@/test/context";
import { STATEMENT_TIMEOUT_MS } from "./session";
import { sqlIn, sqlOn, withoutTimeout } from "./sql";
import { inTransaction } from "./transaction";

const { ctx } = await testContext();

test("what is interpolated is a value, never SQL, on the pool and inside of a transaction", async () => {
  const hostile = "'; DROP TABLE audit_events; --$1";
  const [row] = await sqlOn(ctx.pool)<{ text: string }>`SELECT ${hostile}::text AS text`;
  expect(row?.text).toBe(hostile);
  const [same] = await inTransaction(
    ctx,
    (tx) => sqlIn(tx)<{ text: string }>`SELECT ${hostile}::text AS text`,
  );
  expect(same?.text).toBe(hostile);
});

test("a statement is prepared once per connection, in a transaction too", async () => {
  const names = await inTransaction(ctx, async (tx) => {
    const sql = sqlIn(tx);
    for (const number of [1, 2, 3]) await sql`SELECT ${number}::int AS number`;
    return sql<{ name: string; n: bigint }>`
      SELECT name, generic_plans + custom_plans AS n FROM pg_prepared_statements WHERE statement LIKE '%AS number'`;
  });
  expect(names).toEqual([{ name: expect.stringMatching(/^strongroom_[0-9a-f]{16}$/), n: 3n }]);
});

test("two places in the source never share a name, even with the same number of values", async () => {
  const client = await ctx.pool.connect();
  try {
    const sql = sqlOn(client);
    expect(await sql`SELECT ${1}::int AS a`).toEqual([{ a: 1 }]);
    expect(await sql`SELECT ${1}::int AS b`).toEqual([{ b: 1 }]);
  } finally {
    client.release();
  }
});

test("without a time limit a statement outlasts those of the server and of the connection", async () => {
  const seconds = STATEMENT_TIMEOUT_MS / 1_000 + 2;
  const rows = await withoutTimeout(
    ctx.pool,
    (sql) => sql`SELECT 1 AS slept FROM pg_sleep(${seconds}::float)`,
  );
  expect(rows).toEqual([{ slept: 1 }]);
});
