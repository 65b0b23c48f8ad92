import { expect, test } from "vitest";
import type { Sql } from "@/lib/db/sql";
import { testContext } from "@/test/context";
import { deletionsOf } from "./store";

const { ctx } = await testContext();

test("deletions are found by an index of their own, in its order, however long the log is", async () => {
  const client = await ctx.pool.connect();
  await client.query("SET enable_seqscan = off");
  let plan = "";
  const explaining: Sql = async (strings, ...values) => {
    const text = strings.reduce((sql, part, i) => `${sql}$${i}${part}`);
    const { rows } = await client.query(`EXPLAIN ${text}`, [...values]);
    plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
    return [];
  };
  const environmentId = "00000000-0000-7000-8000-000000000000";
  await deletionsOf(explaining, { environmentId, search: "x", prefixes: ["x"], before: 9, limit: 51 });
  client.release(true);
  expect(plan).toContain("audit_events_deletions");
  expect(plan).not.toMatch(/Sort|audit_events_(?!deletions)[a-z]/);
});
