import { expect, test } from "vitest";
import type { Sql } from "@/lib/db/sql";
import { testContext } from "@/test/context";
import { findAccepted, findChangedPeople, findUnrevokedKeys, lastAlert } from "./store";

const { ctx } = await testContext();

test("what rows are checked against is found in the log however much was read in between", async () => {
  const client = await ctx.pool.connect();
  await client.query("SET enable_seqscan = off");
  const plans: string[] = [];
  const explaining: Sql = async (strings, ...values) => {
    const text = strings.reduce((sql, part, i) => `${sql}$${i}${part}`);
    const { rows } = await client.query(`EXPLAIN ${text}`, [...values]);
    plans.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
    return [];
  };
  for (const find of [findUnrevokedKeys, findChangedPeople, findAccepted, lastAlert]) await find(explaining);
  client.release(true);
  expect(plans).toHaveLength(4);
  for (const plan of plans) {
    expect(plan).toContain("audit_events_rare");
    expect(plan).not.toMatch(/Seq Scan on audit_events|audit_events_(?!rare)[a-z]/);
  }
});
