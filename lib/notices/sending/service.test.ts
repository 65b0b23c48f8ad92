import { beforeAll, beforeEach, expect, test } from "vitest";
import { changeAccount } from "@/lib/accounts/store";
import { inTransaction } from "@/lib/db/transaction";
import { pruneDeliveries } from "../jobs";
import { testNotices } from "../notices.fixture";

const t = await testNotices();
const { db } = t.database;
let id = "";

beforeAll(async () => {
  ({ id } = await t.choosing("auditor", { secretChanged: "atOnce" }));
  await t.told();
});
beforeEach(async () => {
  t.server.isDown = false;
  await db.noticeDelivery.deleteMany();
});

const deliveries = () => db.noticeDelivery.findMany({ orderBy: { id: "asc" } });

test("what did not get through is tried again, and went out once", async () => {
  t.server.isDown = true;
  await t.stored("LATE");
  await t.gather("atOnce");
  await t.send();
  await t.send();
  expect(await deliveries()).toMatchObject([
    { state: "waiting", tries: 1, error: expect.stringContaining("did not take it"), endedAt: null },
  ]);
  t.server.isDown = false;
  t.clock.advanceSeconds(60);
  await t.send();
  await t.send();
  expect(t.sent.filter(({ subject }) => subject.startsWith("LATE"))).toHaveLength(1);
  expect(await deliveries()).toMatchObject([
    { state: "sent", tries: 2, error: null, kinds: ["secretChanged"], endedAt: expect.any(Date) },
  ]);
});

test("what happens while the mail server is away is added to what waits", async () => {
  t.server.isDown = true;
  for (const name of ["FIRST", "SECOND", "THIRD"]) {
    await t.stored(name);
    await t.gather("atOnce");
    await t.send();
  }
  expect(await deliveries()).toHaveLength(1);
  t.server.isDown = false;
  t.clock.advanceSeconds(60);
  t.sent.length = 0;
  await t.send();
  expect(t.sent).toMatchObject([{ subject: "3 secrets changed in default/production" }]);
  expect(t.sent[0]?.text).toMatch(/FIRST.*SECOND.*THIRD/s);
});

test("it is tried for a day, longer apart each time; then it has failed, and stays in the log for 30 days", async () => {
  t.server.isDown = true;
  await t.stored("NEVER");
  await t.gather("atOnce");
  for (let minutes = 0; minutes < 30 * 60; minutes += 15) {
    t.clock.advanceSeconds(15 * 60);
    await t.send();
  }
  expect(await deliveries()).toMatchObject([{ state: "failed", tries: 11, dueAt: null }]);
  t.clock.advanceSeconds(28 * 86_400);
  await pruneDeliveries.run(t.job, null);
  expect(await deliveries()).toHaveLength(1);
  t.clock.advanceSeconds(2 * 86_400);
  await pruneDeliveries.run(t.job, null);
  expect(await deliveries()).toEqual([]);
});

test.each([
  ["was suspended", { status: "suspended" }],
  ["became a Member", { role: "member" }],
] as const)("nobody is told of a secret who %s before the mail went out", async (_, change) => {
  const [before] = await db.user.findMany({ where: { id }, select: { role: true, status: true } });
  await t.stored(`SECRET_${Object.keys(change)}`);
  await t.gather("atOnce");
  await inTransaction(t.ctx, (tx) => changeAccount(tx, t.ctx.seals, id, change));
  t.sent.length = 0;
  await t.send();
  expect(t.sent).toEqual([]);
  expect(await deliveries()).toMatchObject([{ state: "dropped", tries: 1 }]);
  await inTransaction(t.ctx, (tx) => changeAccount(tx, t.ctx.seals, id, { ...before }));
});

test("nothing goes to an address that somebody wrote into the database", async () => {
  await t.stored("STOLEN");
  await t.gather("atOnce");
  await db.user.update({ where: { id }, data: { email: "thief@example.com" } });
  t.sent.length = 0;
  await t.send();
  expect(t.sent).toEqual([]);
  expect(await deliveries()).toMatchObject([{ state: "dropped" }]);
});
