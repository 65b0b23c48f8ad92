import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { sqlOn } from "@/lib/db/sql";
import { testContext } from "@/test/context";
import { bundledProgram } from "@/test/forked";
import { verifyChain } from "./service";
import { linksAfter } from "./store";

const { ctx, database } = await testContext();
const key = ctx.keys.derive("audit");
const program = await bundledProgram("lib/audit/appender.fixture.ts");

async function appender(count: number): Promise<ChildProcess> {
  const child = fork(program);
  await once(child, "message");
  child.send({ address: database.address, key: key.toString("hex"), count });
  await once(child, "message");
  return child;
}

test("200 parallel appends of two processes keep one unbroken chain", async () => {
  const children = [await appender(100), await appender(100)];
  const exits = children.map((child) => once(child, "exit"));
  for (const child of children) child.send("go");
  expect((await Promise.all(exits)).map(([code]) => code)).toEqual([0, 0]);
  const links = await linksAfter(sqlOn(ctx.pool), 0, 1000);
  expect(links.map((link) => link.seq)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
  expect(new Set(links.map((link) => link.previousHash.toString("hex"))).size).toBe(200);
  expect(await verifyChain({ pool: ctx.pool, key })).toMatchObject({ isIntact: true, checked: 200 });
}, 60_000);

test("a process killed while it appends leaves a chain that verifies", async () => {
  for (const delayMs of [5, 40, 90]) {
    const child = await appender(400);
    const exit = once(child, "exit");
    child.send("go");
    setTimeout(() => child.kill("SIGKILL"), delayMs);
    await exit;
  }
  await ctx.audit.record(ctx, [{ action: "instance.started" }]);
  expect(await verifyChain({ pool: ctx.pool, key })).toMatchObject({ isIntact: true });
}, 60_000);
