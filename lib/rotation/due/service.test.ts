import { describe, expect, test } from "vitest";
import { editSecret, findSecret } from "@/lib/secrets/service";
import { findRotationOf } from "../policy/service";
import { testRotation } from "../rotation.fixture";

const t = await testRotation();
const { ctx, owner, scope, database } = t;
const { db } = database;

const DAY = 24 * 60 * 60;
const everyDays = (days: number) => ({ everyDays: days, windowMinutes: 0 });
const policy = async (name: string) => {
  const found = await findRotationOf(owner, t.target(name));
  if (!found) throw new Error(`${name} has no policy`);
  return found;
};
const replace = async (name: string) => {
  const secret = await findSecret(owner, t.target(name));
  const { description, category, audience, revision, id: secretId } = secret;
  const text = { name, description, category, audience, value: "typed-by-hand" };
  await editSecret(owner, { ...scope, secretId, revision, ...text });
};

describe("a schedule", () => {
  test("begins a rotation when its time has come, and is due again after as many days", async () => {
    const { id } = await t.rotated("EVERY_10", { rotator: { kind: "random" }, schedule: everyDays(10) });
    expect(await t.startDue()).toBe(0);
    await t.later(10 * DAY);
    expect(await t.startDue()).toBe(1);
    await t.run();
    expect(await t.openAll(id)).toHaveLength(2);
    expect(await t.now("EVERY_10")).toMatchObject({ trigger: "schedule", startedBy: "rotations.run" });
    const { nextAt } = await policy("EVERY_10");
    expect(nextAt).toBe(new Date(ctx.now().getTime() + 10 * DAY * 1_000).toISOString());
  });

  test("that is paused begins nothing", async () => {
    await t.rotated("PAUSED", { rotator: { kind: "random" }, schedule: everyDays(1), paused: true });
    await t.later(5 * DAY);
    expect(await t.startDue()).toBe(0);
    expect(await policy("PAUSED")).toMatchObject({ nextAt: null, isOverdue: false });
  });

  test("counts from a value that was replaced by hand", async () => {
    await t.rotated("BY_HAND_TOO", { rotator: { kind: "random" }, schedule: everyDays(10) });
    await t.later(8 * DAY);
    await replace("BY_HAND_TOO");
    const next = new Date(ctx.now().getTime() + 10 * DAY * 1_000).toISOString();
    expect(await policy("BY_HAND_TOO")).toMatchObject({ nextAt: next });
    await t.later(3 * DAY);
    await t.startDue();
    await t.run();
    expect((await policy("BY_HAND_TOO")).last).toBeNull();
    expect(await policy("BY_HAND_TOO")).toMatchObject({ nextAt: next });
  });

  test("does not begin a second rotation while one is under way", async () => {
    await t.byWebhook("SLOW", { schedule: everyDays(1), graceSeconds: 3 * DAY });
    await t.later(DAY);
    await t.startDue();
    await t.run();
    await t.later(DAY + 1);
    await t.startDue();
    expect(await db.rotation.count({ where: { endedAt: null, secret: { name: "SLOW" } } })).toBe(1);
  });
});

describe("what people rotate", () => {
  test("is overdue when its time has come, until the value is replaced", async () => {
    await t.rotated("REMINDED", { rotator: { kind: "manual" }, schedule: everyDays(90) });
    expect(await policy("REMINDED")).toMatchObject({ isOverdue: false });
    await t.later(91 * DAY);
    await t.startDue();
    expect(await policy("REMINDED")).toMatchObject({ isOverdue: true });
    await replace("REMINDED");
    expect(await policy("REMINDED")).toMatchObject({ isOverdue: false });
    await t.startDue();
    const { nextAt } = await db.rotationPolicy.findFirstOrThrow({ where: { secret: { name: "REMINDED" } } });
    expect(nextAt?.getTime()).toBe(ctx.now().getTime() + 90 * DAY * 1_000);
  });
});

test("many that are due at once are each begun and rotated once, by two instances", async () => {
  const count = 250;
  for (let i = 0; i < count; i += 1) {
    await t.rotated(`MANY_${i}`, { rotator: { kind: "random" }, schedule: everyDays(2), graceSeconds: 0 });
  }
  await t.later(2 * DAY);
  const started = await Promise.all([t.startDue(), t.startDue()]);
  expect(started[0] + started[1]).toBeGreaterThanOrEqual(count);
  await Promise.all([t.run(), t.run()]);
  const many = { secret: { name: { startsWith: "MANY_" } } };
  expect(await db.rotation.count({ where: { ...many, state: "done" } })).toBe(count);
  const secrets = await db.secret.findMany({ where: { name: { startsWith: "MANY_" } } });
  expect(new Set(secrets.map(({ currentVersion }) => currentVersion))).toEqual(new Set([2]));
});
