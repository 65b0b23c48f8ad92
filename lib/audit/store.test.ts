import { expect, test } from "vitest";
import { testContext } from "@/test/context";
import { plansOf } from "@/test/explain";
import { deletionsOf } from "./store";

const { ctx } = await testContext();

test("deletions are found by an index of their own, in its order, however long the log is", async () => {
  const environmentId = "00000000-0000-7000-8000-000000000000";
  const [plan] = await plansOf(ctx.pool, (sql) =>
    deletionsOf(sql, { environmentId, search: "x", prefixes: ["x"], before: 9, limit: 51 }),
  );
  expect(plan).toContain("audit_events_deletions");
  expect(plan).not.toMatch(/Sort|audit_events_(?!deletions)[a-z]/);
});
