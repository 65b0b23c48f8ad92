import { describe, expect, test } from "vitest";
import { closeDatabase, openDatabase } from "@/lib/db/client";
import { emptyOldDeliveries, pruneTriggerDeliveries } from "../jobs";
import { DELIVERY_DAYS, PAYLOAD_DAYS } from "../model";
import { pauseTrigger } from "../setting/service";
import { testTriggers } from "../triggers.fixture";
import { receiveWebhook } from "./service";

const context = await testTriggers();
const { ctx, owner, scope, clock, nobody, trigger, send, signed, deliveries, events, database } = context;
const { stored, start, run, later, put } = context;
const KEY = "key-of-the-sender-0001";

describe("a webhook that is signed", () => {
  test("is stored, sealed, with an event, before it is answered", async () => {
    await trigger("stored", KEY);
    const taken = await send("stored", KEY, '{"marker":"payload-marker-55"}');
    const [row] = await deliveries("stored");
    expect(taken).toEqual({ kind: "taken", delivery: row?.id });
    expect(row).toMatchObject({
      state: "told",
      bytes: 30,
      headerNames: ["content-type", "x-hub-signature-256"],
    });
    expect(
      JSON.stringify(row, (_, value) => (typeof value === "bigint" ? String(value) : value)),
    ).not.toContain("payload-marker-55");
    const [event] = (await events("trigger.fired")).filter(({ targetName }) => targetName === "stored");
    expect(event?.detail).toEqual({ bytes: 30, delivery: row?.id, secret: "STORED_SECRET", version: 1 });
    expect(row?.position).toBe(event?.seq);
  });

  test("is taken once, also when both come at the same moment to two instances", async () => {
    await trigger("once", KEY);
    const other = openDatabase(database.address, () => {});
    try {
      const elsewhere = { ...nobody, ...other };
      const all = await Promise.all(
        Array.from({ length: 8 }, (_, i) => send("once", KEY, "the same", i % 2 ? elsewhere : nobody)),
      );
      expect(all.map(({ kind }) => kind).sort()).toEqual([
        "replayed",
        "replayed",
        "replayed",
        "replayed",
        "replayed",
        "replayed",
        "replayed",
        "taken",
      ]);
      expect(await deliveries("once")).toHaveLength(1);
    } finally {
      await closeDatabase(other);
    }
  });

  test("of those that come together each has its place in the order of the log", async () => {
    await trigger("many", KEY);
    await Promise.all(Array.from({ length: 40 }, (_, i) => send("many", KEY, `body ${i}`)));
    const rows = await deliveries("many");
    const logged = (await events("trigger.fired")).filter(({ targetName }) => targetName === "many");
    expect(rows.map(({ id, position }) => [id, position])).toEqual(
      logged.map(({ seq, detail }) => [detail.delivery, seq]),
    );
    expect(rows).toHaveLength(40);
  });

  test("is taken by the secret before it, within its grace time and no longer", async () => {
    const name = await trigger("grace", KEY);
    await put(name, { rotator: { kind: "random" }, graceSeconds: 600 });
    await start(name);
    await run();
    const [, next = ""] = await context.openAll(
      (await database.db.secret.findFirstOrThrow({ where: { name } })).id,
    );
    expect(await send("grace", KEY, "by the old one")).toMatchObject({ kind: "taken" });
    expect(await send("grace", next, "by the new one")).toMatchObject({ kind: "taken" });
    const versions = (await events("trigger.fired"))
      .filter(({ targetName }) => targetName === "grace")
      .map(({ detail }) => detail.version);
    expect(versions).toEqual([1, 2]);
    later(601);
    expect(await send("grace", KEY, "too late")).toEqual({ kind: "refused" });
  });

  test("is not taken by a secret before it that somebody with the database calls good again", async () => {
    const name = await trigger("forged-grace", KEY);
    await put(name, { rotator: { kind: "random" }, graceSeconds: 60 });
    await start(name);
    await run();
    later(61);
    const { id: secretId } = await database.db.secret.findFirstOrThrow({ where: { name } });
    const graceEndsAt = new Date(clock.now().getTime() + 86_400_000);
    await database.db.rotation.updateMany({ where: { secretId }, data: { graceEndsAt, endedAt: null } });
    expect(await send("forged-grace", KEY, "x")).toEqual({ kind: "refused" });
  });

  test("of Slack that asks whether the address is right gets its text back, and is no delivery", async () => {
    await trigger("slack", KEY, { scheme: "slack" });
    const body = JSON.stringify({ type: "url_verification", challenge: "say-this" });
    const seconds = Math.floor(clock.now().getTime() / 1_000);
    const { createHmac } = await import("node:crypto");
    const signature = createHmac("sha256", KEY).update(`v0:${seconds}:${body}`).digest("hex");
    const headers = [
      ["x-slack-request-timestamp", String(seconds)],
      ["x-slack-signature", `v0=${signature}`],
    ] as const;
    const target = { project: scope.project, name: "slack" };
    expect(await receiveWebhook(nobody, target, { headers, body: Buffer.from(body) })).toEqual({
      kind: "challenged",
      challenge: "say-this",
    });
    expect(await deliveries("slack")).toEqual([]);
  });

  test("leaves the token of GitLab behind", async () => {
    await trigger("gitlab", KEY, { scheme: "gitlab" });
    const headers = [
      ["x-gitlab-token", KEY],
      ["x-gitlab-event", "Push Hook"],
    ] as const;
    const target = { project: scope.project, name: "gitlab" };
    await receiveWebhook(nobody, target, { headers, body: Buffer.from("{}") });
    expect((await deliveries("gitlab")).map(({ headerNames }) => headerNames)).toEqual([["x-gitlab-event"]]);
  });
});

describe("a webhook is refused", () => {
  test("alike when its signature is wrong, its trigger is paused, and there is none", async () => {
    await trigger("paused", KEY, { paused: true });
    await trigger("there", KEY);
    expect(await send("paused", KEY, "a")).toEqual({ kind: "refused" });
    expect(await send("there", "another", "a")).toEqual({ kind: "refused" });
    expect(await send("not-there", KEY, "a")).toEqual({ kind: "refused" });
    const target = { project: "nowhere", name: "there" };
    expect(await receiveWebhook(nobody, target, signed(KEY, "a"))).toEqual({ kind: "refused" });
    await pauseTrigger(owner, scope, "paused", false);
    expect(await send("paused", KEY, "a")).toMatchObject({ kind: "taken" });
  });

  test("on record and counted at its trigger; in great number it is counted alone", async () => {
    await trigger("counted", KEY);
    for (let i = 0; i < 30; i += 1) await send("counted", "wrong", `body ${i}`);
    const logged = (await events("trigger.refused")).filter(({ targetName }) => targetName === "counted");
    expect(logged.length).toBeLessThan(10);
    expect(logged[0]?.detail).toEqual({ why: "signature" });
    await expect
      .poll(
        async () => (await database.db.trigger.findFirstOrThrow({ where: { name: "counted" } })).refusedCount,
      )
      .toBe(30n);
  });

  test("when a header that signs it came twice", async () => {
    await trigger("twice", KEY);
    const { headers, body } = signed(KEY, "a");
    const target = { project: scope.project, name: "twice" };
    expect(await receiveWebhook(nobody, target, { headers: [...headers, ...headers], body })).toEqual({
      kind: "refused",
    });
  });

  test("when the row of its trigger is not as the program wrote it", async () => {
    await trigger("tampered", KEY);
    const { id: secretId } = await stored("KNOWN_TO_SOMEBODY", "known");
    await database.db.trigger.updateMany({ where: { name: "tampered" }, data: { secretId } });
    expect(await send("tampered", "known", "a")).toEqual({ kind: "refused" });
  });
});

test("without the audit log nothing is taken, and nothing stays", async () => {
  await trigger("unlogged", KEY);
  await database.db.$executeRawUnsafe("ALTER TABLE audit_events RENAME TO audit_away");
  try {
    await expect(send("unlogged", KEY, "a")).rejects.toMatchObject({ code: "unavailable" });
  } finally {
    await database.db.$executeRawUnsafe("ALTER TABLE audit_away RENAME TO audit_events");
  }
  expect(await deliveries("unlogged")).toEqual([]);
  expect(await send("unlogged", KEY, "a")).toMatchObject({ kind: "taken" });
});

test("what a delivery brought is forgotten after a week, and that it came after a quarter", async () => {
  await trigger("old", KEY);
  await send("old", KEY, "a");
  clock.advanceSeconds(PAYLOAD_DAYS * 86_400 + 1);
  await emptyOldDeliveries.run(ctx, null);
  expect(await deliveries("old")).toMatchObject([{ payload: null, projectKeyId: null }]);
  expect(await send("old", KEY, "a")).toEqual({ kind: "replayed" });
  clock.advanceSeconds((DELIVERY_DAYS - PAYLOAD_DAYS) * 86_400);
  await pruneTriggerDeliveries.run(ctx, null);
  expect(await deliveries("old")).toEqual([]);
});
