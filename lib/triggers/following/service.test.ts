import { expect, test } from "vitest";
import { newEndpoint } from "@/lib/allowlist/schema";
import { createEndpoint } from "@/lib/allowlist/service";
import { markVerified } from "@/lib/allowlist/verification/service";
import { findRotationOf } from "@/lib/rotation/policy/service";
import { listDeliveries, replayDelivery } from "../deliveries/service";
import { followDeliveries } from "../jobs";
import { testTriggers } from "../triggers.fixture";

const context = await testTriggers();
const { owner, scope, as, clock, trigger, send, events, service, calls, rotated } = context;
const KEY = "key-of-the-sender-0001";
const job = as({ kind: "job", name: "triggers.follow" });
const follow = () => followDeliveries.run(job, {});
const shown = async (name: string) => (await listDeliveries(owner, scope, name, { limit: 50 })).items;

async function forwarding(name: string) {
  await createEndpoint(owner, newEndpoint.parse({ ...scope, name, url: service.url }));
  await markVerified(owner, { ...scope, name });
  await trigger(name, KEY, { action: { kind: "forward", endpoint: name } });
}

test("a delivery is forwarded once, with its id, as the program", async () => {
  await forwarding("deploy");
  calls.length = 0;
  await send("deploy", KEY, '{"type":"push","data":{"n":1}}');
  await Promise.all([follow(), follow()]);
  const [delivery] = await shown("deploy");
  expect(delivery).toMatchObject({ state: "done", attempts: 1, outcome: "The endpoint answered 200." });
  expect(calls.map(({ type, headers }) => [type, headers["idempotency-key"]])).toEqual([
    ["push", delivery?.id],
  ]);
});

test("what the endpoint does not take just now is tried again, later each time, under the same id, and given up in the end", async () => {
  await forwarding("later");
  calls.length = 0;
  service.answer = (_, response) => response.writeHead(503).end();
  await send("later", KEY, '{"type":"push"}');
  await follow();
  await follow();
  expect(await shown("later")).toMatchObject([{ state: "waiting", attempts: 1 }]);
  const waits: number[] = [];
  for (let [delivery] = await shown("later"); delivery?.dueAt; [delivery] = await shown("later")) {
    waits.push(Math.round((Date.parse(delivery.dueAt) - clock.now().getTime()) / 60_000));
    clock.set(new Date(delivery.dueAt));
    await follow();
  }
  expect(waits).toEqual([1, 2, 5, 15, 60, 120, 240, 360]);
  expect(await shown("later")).toMatchObject([
    { state: "failed", attempts: 9, outcome: "The endpoint answered 503." },
  ]);
  expect(new Set(calls.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
  const failed = (await events("trigger.failed")).filter(({ targetName }) => targetName === "later");
  expect(failed.map(({ detail }) => detail.attempts)).toEqual([9]);
  service.answer = (_, response) => response.end();
});

test("what the endpoint never takes is not tried again, and can be replayed", async () => {
  await forwarding("never");
  service.answer = (_, response) => response.writeHead(404).end();
  await send("never", KEY, '{"type":"push"}');
  await follow();
  const [failed] = await shown("never");
  expect(failed).toMatchObject({ state: "failed", attempts: 1 });
  service.answer = (_, response) => response.end();
  const { id } = await replayDelivery(owner, scope, "never", failed?.id ?? "");
  await follow();
  const all = await shown("never");
  expect(all).toMatchObject([
    { id, replayOf: failed?.id, state: "done" },
    { id: failed?.id, state: "failed" },
  ]);
  expect(all[0]?.position).toBeGreaterThan(all[1]?.position ?? 0);
});

test("a send that a crash left open, so that nobody knows how it ended, is tried again under the same id", async () => {
  const { db } = context.database;
  await forwarding("crashed");
  calls.length = 0;
  await send("crashed", KEY, '{"type":"push"}');
  await follow();
  const { id: endpointId } = await db.allowlistEndpoint.findFirstOrThrow({ where: { name: "crashed" } });
  await db.allowlistAnswer.updateMany({ where: { endpointId }, data: { answer: null, projectKeyId: null } });
  const open = { state: "waiting", attempts: 0, dueAt: clock.now(), endedAt: null };
  await db.triggerDelivery.updateMany({ where: { trigger: { name: "crashed" } }, data: open });
  await follow();
  expect(await shown("crashed")).toMatchObject([{ state: "waiting", attempts: 1 }]);
  clock.advanceSeconds(61);
  await follow();
  expect(await shown("crashed")).toMatchObject([{ state: "done", attempts: 2 }]);
  expect(calls).toHaveLength(2);
  expect(new Set(calls.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
});

test("a delivery starts a rotation, and another one meanwhile finds it under way", async () => {
  await rotated("DB_PASSWORD");
  await trigger("leaked", KEY, { action: { kind: "rotate", secret: "DB_PASSWORD" } });
  await send("leaked", KEY, "first");
  await send("leaked", KEY, "second");
  await follow();
  const outcomes = (await shown("leaked")).map(({ state, outcome }) => `${state}: ${outcome}`).sort();
  expect(outcomes).toEqual([
    "done: A rotation of this secret is under way already.",
    "done: The rotation was started.",
  ]);
  const found = await findRotationOf(owner, { ...scope, secret: { name: "DB_PASSWORD" } });
  expect(found?.last).toMatchObject({ startedBy: "trigger leaked" });
});
