import { describe, expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { testContext } from "@/test/context";
import { indexLog } from "../indexing/service";
import { findActorName, listActors } from "./actors/service";
import { readActivity, readAudit } from "./service";

const { ctx, as, asRole } = await testContext();
const auditor = as(await asRole("auditor"));
const secretId = newId();
const target = { secretId, name: "COUNTED" };

async function happened(at: string, ...actions: ("secret.created" | "secret.rotated" | "secret.revealed")[]) {
  await ctx.audit.record(
    { ...ctx, now: () => new Date(at) },
    actions.map((action) => ({ action, target })),
  );
}

describe("the activity of the log", () => {
  test("counts what fits by kind, hour by hour, and nothing else", async () => {
    await happened("2026-11-20T10:59:59.999Z", "secret.created", "secret.rotated", "secret.revealed");
    await happened("2026-11-20T11:00:00.000Z", "secret.revealed");
    const from = new Date("2026-11-20T09:00:00Z");
    const to = new Date("2026-11-20T11:59:59.999Z");
    const counts = async (filters: Parameters<typeof readActivity>[1]) => {
      const { unit, buckets } = await readActivity(auditor, { from, to, ...filters });
      return [unit, ...buckets.map((bucket) => bucket.counts)];
    };
    expect(await counts({})).toEqual(["hour", {}, { change: 2, read: 1 }, { read: 1 }]);
    expect(await counts({ kind: "change" })).toEqual(["hour", {}, { change: 2 }, {}]);
    expect(await counts({ action: "secret.rotated" })).toEqual(["hour", {}, { change: 1 }, {}]);
    expect(await counts({ q: "counted" })).toEqual(["hour", {}, { change: 2, read: 1 }, { read: 1 }]);
    expect(await counts({ ip: "192.0.2.99" })).toEqual(["hour", {}, {}, {}]);
  });

  test("begins with the earliest event, whatever its number", async () => {
    await happened("2026-11-19T08:30:00Z", "secret.revealed");
    const first = async () => (await readActivity(auditor, {})).buckets[0];
    expect(await first()).toMatchObject({ from: "2026-11-19T00:00:00.000Z", counts: { read: 1 } });
    await indexLog(ctx);
    expect(await first()).toMatchObject({ from: "2026-11-19T00:00:00.000Z", counts: { read: 1 } });
  });

  test("is not for a Member, and neither are the names to choose from", async () => {
    const member = as(await asRole("member"));
    const refused = { code: "forbidden" };
    await expect(readActivity(member, {})).rejects.toMatchObject(refused);
    await expect(listActors(member)).rejects.toMatchObject(refused);
    await expect(findActorName(member, newId())).rejects.toMatchObject(refused);
    await expect(readAudit(member, {}, { before: null, limit: 1 })).rejects.toMatchObject(refused);
  });
});

test("people are found by name and id, and what is no id is nobody", async () => {
  const { actor } = auditor;
  if (actor.kind !== "user") throw new Error("not a person");
  expect(await listActors(auditor)).toContain(actor.email);
  expect(await findActorName(auditor, actor.id)).toBe(actor.email);
  expect(await findActorName(auditor, newId())).toBeNull();
  expect(await findActorName(auditor, "1; DROP")).toBeNull();
});
