import { expect, test } from "vitest";
import { testContext } from "@/test/context";
import { plansOf } from "@/test/explain";
import {
  findAccepted,
  findChangedPeople,
  findOtherwiseNarrowedKeys,
  findUnrevokedKeys,
  lastAlert,
} from "./store";

const { ctx } = await testContext();

test("what rows are checked against is found in the log however much was read in between", async () => {
  const plans = await plansOf(ctx.pool, async (sql) => {
    for (const find of [findUnrevokedKeys, findChangedPeople, findAccepted, lastAlert]) await find(sql);
  });
  expect(plans).toHaveLength(4);
  for (const plan of plans) {
    expect(plan).toContain("audit_events_rare");
    expect(plan).not.toMatch(/Seq Scan on audit_events|audit_events_(?!rare)[a-z]/);
  }
  const [narrowings] = await plansOf(ctx.pool, findOtherwiseNarrowedKeys);
  expect(narrowings).toContain("audit_events_narrowings");
});
