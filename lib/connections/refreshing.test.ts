import { afterEach, describe, expect, test } from "vitest";
import { PROJECT_KEYS_KEPT_MS } from "@/lib/keys/keyring";
import { resealAll, rotateProjectKey } from "@/lib/keys/resealing/service";
import { NOTICE_KINDS } from "@/lib/notices/kinds";
import { suspendPerson } from "@/lib/people/membership/service";
import { KEY_USERS } from "@/lib/runtime/key-users";
import { codeOf, failure } from "@/test/failure";
import { testConnections } from "./connections.fixture";
import { disconnect, endOwnerless } from "./disconnecting/service";
import { refreshDue } from "./tokens/service";

const t = await testConnections();
const { ctx, owner, scope, provider, job, put, connect, token, listed, later, row } = t;
/** Two instances have nothing in common but the database. */
const two = [{ ...job }, { ...job }];
const minutes = (count: number) => later(count * 60);
const asked = () => provider.asked.get("/token") ?? 0;

afterEach(() => {
  delete provider.habits.failing;
  delete provider.habits.slowMs;
});

describe("a token is refreshed before it ends", () => {
  test("once by two instances, and the refresh token that came last is used the next time", async () => {
    await put("crm");
    await connect("crm");
    const first = await token("crm");
    minutes(54);
    await Promise.all(two.map((one) => refreshDue(one)));
    expect((await row("crm"))?.refreshedAt).toBeNull();
    for (let round = 0; round < 3; round += 1) {
      minutes(round === 0 ? 1 : 55);
      const before = asked();
      await Promise.all([...two, ...two].map((one) => refreshDue(one)));
      expect(asked() - before).toBe(1);
      expect((await listed("crm")).state).toBe("connected");
    }
    expect((await token("crm")).accessToken).not.toBe(first.accessToken);
  });

  test("when a program asks for one that is about to end, once for however many ask", async () => {
    await put("late");
    await connect("late");
    minutes(59.5);
    const before = asked();
    provider.habits.slowMs = 300;
    const tokens = await Promise.all(Array.from({ length: 12 }, () => token("late")));
    delete provider.habits.slowMs;
    expect(asked() - before).toBe(1);
    expect(new Set(tokens.map(({ accessToken }) => accessToken)).size).toBe(1);
    expect(tokens[0]?.expiresAt).toBe(new Date(ctx.now().getTime() + 3_600_000).toISOString());
  });

  test("later and later while the provider fails; programs get the one there is until it ends", async () => {
    await put("failing");
    await connect("failing");
    const { accessToken } = await token("failing");
    provider.habits.failing = { path: "/token", status: 503 };
    minutes(56);
    const dueAfter = async () => {
      await refreshDue(job);
      const found = await row("failing");
      return ((found?.dueAt?.getTime() ?? 0) - ctx.now().getTime()) / 1_000;
    };
    expect(await dueAfter()).toBe(30);
    expect((await token("failing")).accessToken).toBe(accessToken);
    expect(await listed("failing")).toMatchObject({ state: "failing", error: "The provider answered 503." });
    later(30);
    expect(await dueAfter()).toBe(120);
    later(120);
    expect(await dueAfter()).toBe(600);
    minutes(9);
    const before = asked();
    expect(await failure(token("failing"))).toMatchObject({
      code: "badGateway",
      detail: "The token ended and could not be refreshed. The provider answered 503.",
    });
    expect(asked()).toBe(before);
    const events = await t.database.db.auditEvent.findMany({
      where: { targetName: "failing", action: "connection.failed" },
      orderBy: { seq: "asc" },
    });
    expect(events.map(({ detail }) => JSON.parse(detail).needsAttention ?? false)).toEqual([
      false,
      false,
      true,
    ]);
    delete provider.habits.failing;
    minutes(10);
    await refreshDue(job);
    expect((await listed("failing")).state).toBe("connected");
  });

  test("no more once the provider says that the grant is over: a person has to connect again, and is told", async () => {
    await put("over");
    await connect("over");
    const spent = await t.database.db.connectionTokens.findFirstOrThrow({
      where: { connection: { name: "over" } },
    });
    minutes(56);
    await refreshDue(job);
    // What an instance would have that died between the provider's answer and the commit.
    const { value, projectKeyId, tokenId } = spent;
    await t.database.db.connectionTokens.update({
      where: { connectionId: spent.connectionId },
      data: { value, projectKeyId, tokenId },
    });
    minutes(56);
    await refreshDue(job);
    expect(await listed("over")).toMatchObject({ state: "reconnect", isRefreshed: false });
    expect((await row("over"))?.value).toBeNull();
    expect((await failure(token("over")))?.detail).toMatch(/connected again, by a person/);
    expect((await t.actions("over")).slice(-1)).toEqual(["connection.lost"]);
    expect(NOTICE_KINDS.connectionLost.actions).toContain("connection.lost");
    expect((await row("over"))?.dueAt).toBeNull();
    expect(await connect("over")).toBe("connected");
    expect((await listed("over")).state).toBe("connected");
  });

  test("and what comes after it was disconnected is taken back", async () => {
    await put("crossed");
    await connect("crossed");
    minutes(56);
    provider.habits.slowMs = 400;
    const revokedBefore = provider.asked.get("/token/revocation") ?? 0;
    const refreshing = refreshDue(job);
    await expect.poll(async () => (await row("crossed"))?.claimedUntil ?? null).not.toBeNull();
    await t.database.db.connectionTokens.deleteMany({ where: { connection: { name: "crossed" } } });
    await refreshing;
    delete provider.habits.slowMs;
    expect(await row("crossed")).toBeNull();
    expect((provider.asked.get("/token/revocation") ?? 0) - revokedBefore).toBe(2);
  });
});

test("what was claimed by an instance that died is refreshed by another one", async () => {
  await put("orphan");
  await connect("orphan");
  minutes(56);
  const claimedUntil = new Date(ctx.now().getTime() + 60_000);
  await t.database.db.connectionTokens.updateMany({
    where: { connection: { name: "orphan" } },
    data: { claimedUntil },
  });
  await refreshDue(job);
  expect((await row("orphan"))?.refreshedAt).toBeNull();
  later(61);
  await refreshDue(job);
  expect((await row("orphan"))?.refreshedAt).toEqual(ctx.now());
});

test("a person’s connection ends with the person, at once and at the provider", async () => {
  await put("own", { owner: "person" });
  const theirs = { ...owner, actor: { ...(await t.asRole("owner")), confirmedAt: ctx.now() } };
  expect(await connect("own", theirs)).toBe("connected");
  expect(await listed("own")).toMatchObject({ owner: "person", ownedBy: theirs.actor.email });
  await token("own");
  await suspendPerson(t.confirmed(), theirs.actor.id);
  expect((await listed("own")).state).toBe("reconnect");
  expect(await codeOf(token("own"))).toBe("conflict");
  await endOwnerless(job);
  expect(await row("own")).toBeNull();
  expect((await t.actions("own")).slice(-1)).toEqual(["connection.disconnected"]);
});

test("whose a connection is cannot be changed in the database, and its tokens open nowhere else", async () => {
  await put("one", { owner: "person" });
  await put("other");
  await connect("one");
  await connect("other");
  const { db } = t.database;
  const [one, other] = [await row("one"), await row("other")];
  await db.connectionTokens.update({
    where: { connectionId: other?.connectionId ?? "" },
    data: { value: one?.value ?? "" },
  });
  expect(await codeOf(token("other"))).toBe("sealBroken");
  await db.connectionTokens.update({
    where: { connectionId: one?.connectionId ?? "" },
    data: { ownerId: null },
  });
  expect(await codeOf(token("one"))).toBe("conflict");
});

test("tokens open as before after the project got another key", async () => {
  await put("resealed");
  await connect("resealed");
  const { accessToken } = await token("resealed");
  const before = (await row("resealed"))?.projectKeyId;
  await rotateProjectKey(t.confirmed(), scope.project);
  later((2 * PROJECT_KEYS_KEPT_MS) / 1_000);
  await resealAll(job, KEY_USERS, () => false);
  expect((await row("resealed"))?.projectKeyId).not.toBe(before);
  expect((await token("resealed")).accessToken).toBe(accessToken);
  expect(await disconnect(owner, scope, "resealed")).toBe("revoked");
});
