import { beforeAll, expect, test } from "vitest";
import { testContext } from "@/test/context";
import { indexLog } from "../../indexing/service";
import type { NewAuditEvent } from "../../model";
import { countReads } from "./store";
import { walkEvents } from "./walk";

const { ctx, clock } = await testContext();
const period = { from: new Date("2026-11-22T00:00:00Z"), to: new Date("2026-11-23T23:59:59.999Z") };
const ACTIONS = ["secret.revealed"];

/** Ten blocks, of which every other one has reads, and a few events that are not indexed. */
beforeAll(async () => {
  const write = async (action: NewAuditEvent["action"], count: number) => {
    await ctx.audit.record(
      ctx,
      Array.from({ length: count }, () => ({ action, target: { name: "A" } })),
    );
    clock.advanceSeconds(60);
  };
  for (let i = 0; i < 5; i += 1) {
    await write("secret.revealed", 256);
    await write("secret.rotated", 256);
  }
  await indexLog(ctx);
  await write("secret.revealed", 3);
});

const walk = async (limits?: { events: number; stepBlocks: number; steps: number }, within = period) => {
  const { rows, read } = await walkEvents(ctx.pool, ACTIONS, within, countReads, limits);
  return [rows.reduce((sum, { events }) => sum + events, 0), read] as const;
};

test("all events of a period are read, once each, however the parts fall", async () => {
  for (const stepBlocks of [1, 2, 5, 100])
    expect(await walk({ events: 200_000, stepBlocks, steps: 50 })).toEqual([5 * 256 + 3, null]);
  expect(await walk(undefined, { from: period.from, to: new Date("2026-11-22T12:00:00Z") })).toEqual([
    256,
    null,
  ]);
});

test("what is beyond the limits is not read, and it says since when", async () => {
  const since = new Date(Date.parse("2026-11-22T12:00:00Z") + 8 * 60_000).toISOString();
  const newest = [256 + 3, { events: 256 + 3, since }];
  expect(await walk({ events: 512, stepBlocks: 1, steps: 50 })).toEqual(newest);
  expect(await walk({ events: 200_000, stepBlocks: 1, steps: 1 })).toEqual(newest);
});
