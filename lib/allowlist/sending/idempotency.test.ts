import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, test } from "vitest";
import { type Listener, listen, listenRaw } from "@/test/listener";
import { testSending, withHeader } from "@/test/sending";
import { pruneAnswers } from "../jobs";

const { ctx, clock, secret, endpoint, send, key, events } = await testSending();
await secret("IDEM_KEY", "idempotent-secret-1");
const requests = ({ received }: Listener) =>
  received()
    .toString()
    .match(/ HTTP\/1\.1\r\n/g)?.length ?? 0;
const rows = () => ctx.db.allowlistAnswer.count();
let count = 0;

async function counting(name: string, more: object = {}, atEnd?: Parameters<typeof listen>[1]) {
  const partner = await listen((_, res) => {
    count += 1;
    res.end(`answer ${count}`);
  }, atEnd);
  await endpoint(name, `http://${partner.host}/`, more);
  return partner;
}

// Made before time passes: whoever made them would have to confirm who they are.
const [, , expired] = await Promise.all(
  ["forgotten", "another", "expired", "unused"].map((name) => counting(name, {}, afterAll)),
);

describe("with an Idempotency-Key", () => {
  test("the same request is sent once, and gets the same answer again, on record", async () => {
    const partner = await counting("pay", { configuration: withHeader("X-Key", "IDEM_KEY") });
    const input = { data: { amount: 1 }, query: { a: "1", b: "2" }, idempotencyKey: "order-1" };
    const first = await send("pay", input);
    const again = await send("pay", { ...input, query: { b: "2", a: "1" } });
    expect(again).toEqual({ ...first, isReplayed: true });
    expect(requests(partner)).toBe(1);
    expect(partner.received().toString().toLowerCase()).toContain("idempotency-key: order-1");
    expect((await events("pay")).at(-1)).toMatchObject({ action: "allowlist.sent", isReplayed: true });
  });

  test("another request is refused, whatever is other about it", async () => {
    const partner = await counting("other");
    await send("other", { data: { amount: 1 }, idempotencyKey: "k" });
    for (const input of [
      { data: { amount: 2 } },
      { data: null },
      {},
      { data: { amount: 1 }, query: { a: "1" } },
    ]) {
      const again = send("other", { ...input, idempotencyKey: "k" });
      await expect(again).rejects.toMatchObject({ code: "validation" });
    }
    expect(requests(partner)).toBe(1);
  });

  test("another sender, another endpoint and another key are something else", async () => {
    const partner = await counting("mine");
    const elsewhere = await counting("yours");
    await send("mine", { idempotencyKey: "k" });
    expect((await send("mine", { idempotencyKey: "k" }, await key())).isReplayed).toBe(false);
    expect((await send("mine", { idempotencyKey: "K" })).isReplayed).toBe(false);
    expect((await send("yours", { idempotencyKey: "k" })).isReplayed).toBe(false);
    expect([requests(partner), requests(elsewhere)]).toEqual([3, 1]);
  });

  test("20 at once are sent once; the others are told to wait, or get its answer", async () => {
    const partner = await counting("at-once");
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, () => send("at-once", { data: 1, idempotencyKey: "k" })),
    );
    const refused = results.filter((result) => result.status === "rejected");
    expect(refused.every(({ reason }) => reason.code === "conflict")).toBe(true);
    const answers = results.flatMap((result) => (result.status === "fulfilled" ? [result.value.body] : []));
    expect(new Set(answers).size).toBe(1);
    expect(requests(partner)).toBe(1);
  });

  test("a send of which nobody knows how it ended is not sent again", async () => {
    const partner = await listenRaw((socket) => socket.once("data", () => socket.destroy()));
    await endpoint("unknown", `http://${partner.host}/`);
    await expect(send("unknown", { idempotencyKey: "k" })).rejects.toMatchObject({ code: "badGateway" });
    await expect(send("unknown", { idempotencyKey: "k" })).rejects.toMatchObject({ code: "conflict" });
    expect(partner.connections()).toBe(1);
  });

  test("nor is one in whose middle the program ended", async () => {
    const partner = await counting("crashed");
    await send("crashed", { idempotencyKey: "k" });
    // What a process that was killed after sending leaves behind.
    await ctx.db.allowlistAnswer.updateMany({
      where: { endpoint: { name: "crashed" } },
      data: { answer: null, projectKeyId: null },
    });
    await expect(send("crashed", { idempotencyKey: "k" })).rejects.toMatchObject({ code: "conflict" });
    expect(requests(partner)).toBe(1);
  });

  test("one of which nothing left may be sent again", async () => {
    await endpoint("not-yet", "http://127.0.0.1:1/");
    const before = await rows();
    const attempt = (data: unknown) => send("not-yet", { data, idempotencyKey: "k" });
    await expect(attempt(1)).rejects.toMatchObject({ code: "badGateway" });
    await expect(attempt(2)).rejects.toMatchObject({ code: "badGateway" });
    await counting("unwritten");
    await ctx.pool.query("ALTER TABLE audit_events RENAME TO audit_events_away");
    try {
      await expect(send("unwritten", { idempotencyKey: "k" })).rejects.toMatchObject({ code: "unavailable" });
    } finally {
      await ctx.pool.query("ALTER TABLE audit_events_away RENAME TO audit_events");
    }
    expect((await send("unwritten", { idempotencyKey: "k" })).isReplayed).toBe(false);
    expect(await rows()).toBe(before + 1);
  });

  test("a stored response that was moved to another request does not open", async () => {
    await counting("moved");
    await send("moved", { data: 1, idempotencyKey: "a" });
    await send("moved", { data: 2, idempotencyKey: "b" });
    const [a, b] = await ctx.db.allowlistAnswer.findMany({
      where: { endpoint: { name: "moved" } },
      orderBy: { id: "asc" },
    });
    for (const [to, from] of [
      [a, b],
      [b, a],
    ]) {
      const data = { answer: from?.answer ?? "" };
      await ctx.db.allowlistAnswer.update({ where: { id: to?.id ?? "" }, data });
    }
    await expect(send("moved", { data: 2, idempotencyKey: "b" })).rejects.toMatchObject({
      code: "sealBroken",
    });
  });

  test("a key that was taken while the clock ran ahead is kept for a day from now", async () => {
    const partner = await counting("ahead");
    clock.advanceSeconds(400 * 86_400);
    await send("ahead", { idempotencyKey: "k" });
    clock.advanceSeconds(-400 * 86_400);
    expect((await send("ahead", { idempotencyKey: "k" })).isReplayed).toBe(true);
    clock.advanceSeconds(24 * 60 * 60);
    expect((await send("ahead", { idempotencyKey: "k" })).isReplayed).toBe(false);
    expect(requests(partner)).toBe(2);
    clock.advanceSeconds(-24 * 60 * 60);
  });

  test("an answer is kept for a day, sealed, and then forgotten", async () => {
    const partner = await listen((_, res) => res.end("an answer with account 4711-0815"));
    await endpoint("sealed", `http://${partner.host}/`);
    await send("sealed", { data: "with a message 5832", idempotencyKey: "the-key-itself-9134" });
    const stored = (await ctx.db.allowlistAnswer.findMany())
      .flatMap((row) => [row.answer ?? "", Buffer.from(row.keyHash), Buffer.from(row.requestHash)])
      .map((it) => (typeof it === "string" ? it : it.toString("latin1")))
      .join("\n");
    for (const text of ["4711-0815", "5832", "9134"]) expect(stored).not.toContain(text);
    clock.advanceSeconds(24 * 60 * 60 + 1);
    const again = await send("sealed", { data: "other", idempotencyKey: "the-key-itself-9134" });
    expect(again.isReplayed).toBe(false);
    expect(
      await ctx.db.allowlistAnswer.count({
        where: { expiresAt: { lte: clock.now() }, endpoint: { name: "sealed" } },
      }),
    ).toBe(0);
  });

  test("an expired answer that is still in the table is not given again", async () => {
    const first = await send("expired", { data: 1, idempotencyKey: "the-key" });
    const { id } = await ctx.db.allowlistAnswer.findFirstOrThrow({
      where: { endpoint: { name: "expired" } },
    });
    // Older ones that are more than one send deletes.
    const { endpointId } = await ctx.db.allowlistAnswer.findUniqueOrThrow({ where: { id } });
    const old = new Date(clock.now().getTime() - 1_000);
    await ctx.db.allowlistAnswer.createMany({
      data: Array.from({ length: 150 }, (_, i) => ({
        id: randomUUID(),
        endpointId,
        senderId: randomUUID(),
        keyHash: Buffer.from(`old ${i}`),
        requestHash: Buffer.from("old"),
        startedAt: old,
        expiresAt: old,
      })),
    });
    clock.advanceSeconds(24 * 60 * 60 + 1);
    const again = await send("expired", { data: "other", idempotencyKey: "the-key" });
    expect([again.isReplayed, again.body === first.body, expired && requests(expired)]).toEqual([
      false,
      false,
      2,
    ]);
  });

  test("expired answers are deleted without any send, others stay", async () => {
    await send("unused", { idempotencyKey: "k" });
    clock.advanceSeconds(24 * 60 * 60 + 1);
    await send("unused", { idempotencyKey: "k2" });
    await pruneAnswers.run(ctx, null);
    expect(await ctx.db.allowlistAnswer.count({ where: { expiresAt: { lte: clock.now() } } })).toBe(0);
    expect(await ctx.db.allowlistAnswer.count()).toBe(1);
  });
});
