import { expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { testContext } from "@/test/context";
import { changesAfter, lastSeq } from "./store";

const { ctx } = await testContext();
const target = { environmentId: newId(), secretId: newId(), name: "A" };

test("events that change nothing are read once, not at each look", async () => {
  const before = await lastSeq(ctx.pool);
  await ctx.audit.record(ctx, [{ action: "secret.rotated", target }]);
  await ctx.audit.record(
    ctx,
    Array.from({ length: 50 }, () => ({ action: "secret.used", target }) as const),
  );
  const first = await changesAfter(ctx.pool, before, 10);
  expect([first.changes.length, first.upTo]).toEqual([1, before + 51]);
  expect(await changesAfter(ctx.pool, first.upTo, 10)).toEqual({ changes: [], upTo: before + 51 });
});

test("no change is passed over where there are more than are read at once", async () => {
  const before = await lastSeq(ctx.pool);
  await ctx.audit.record(
    ctx,
    Array.from({ length: 25 }, () => ({ action: "secret.rotated", target }) as const),
  );
  const seen: number[] = [];
  for (let at = before; at < before + 25; ) {
    const { changes, upTo } = await changesAfter(ctx.pool, at, 10);
    seen.push(...changes.map(({ seq }) => seq));
    at = upTo;
  }
  expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => before + 1 + i));
});
