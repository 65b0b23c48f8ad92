import { expect, test } from "vitest";
import { testPools } from "@/lib/pools/pools.fixture";
import { testNotices } from "./notices.fixture";

const p = await testPools();
const t = await testNotices(p);

test("members of a pool that were refused are mailed to Owners and Super Admins as one, without a value", async () => {
  await p.asRole("super_admin");
  await p.asRole("auditor");
  await p.asRole("member");
  await p.pool("keys", ["D1", "D2"]);
  const key = await p.asKey();
  await p.takeMany(key, "keys", 2);
  for (const member of ["D1", "D2"]) await p.report(key, "keys", { member, outcome: "refused" });
  const sent = await t.told();
  expect(new Set(sent.map(({ to }) => to.split("-")[0]))).toEqual(new Set(["owner", "super_admin"]));
  expect(sent[0]?.subject).toBe("2 pool members are refused in default/production");
  expect(sent[0]?.text).toMatch(/D1 \(default, production\): .*; version 1, of the pool keys; ci, /);
  expect(sent[0]?.text).toContain("/projects/default/pools");
  expect(JSON.stringify(sent)).not.toContain("value of");
});
