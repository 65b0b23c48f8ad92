import { describe, expect, test } from "vitest";
import { createSecret, deleteSecret, findSecret } from "@/lib/secrets/service";
import { createMapping, deleteMapping } from "@/lib/shared-mappings/service";
import { testPools } from "./pools.fixture";
import { putMemberBack } from "./reporting/service";
import { newPool } from "./schema";
import { deletePool, findPool, listPools, listPoolsWithUse, putPool, turnMember } from "./service";
import { countsSince } from "./usage/store";
import { openPoolUsage } from "./usage/usage";

const t = await testPools();
const { owner, scope, ctx, clock, database, as, asRole } = t;
const { db, pool: connections } = database;

const events = async (action: string, pool: string) =>
  (await db.auditEvent.findMany({ where: { action }, orderBy: { seq: "asc" } }))
    .map(({ detail, secretId, targetName, actorLabel }) => ({
      ...JSON.parse(detail),
      secretId,
      targetName,
      actorLabel,
    }))
    .filter((event) => event.pool === pool || event.targetName === `pool/${pool}`);

describe("taking", () => {
  test("gives out the members in turn, each on record before it leaves, and counts it", async () => {
    await t.pool("turns", [{ name: "T1", weight: 2 }, "T2"]);
    const key = await t.asKey();
    expect(await t.take(key, "TURNS")).toEqual({ member: "T1", version: 1, value: "value of T1" });
    expect(await t.takeMany(key, "turns", 5)).toEqual(["T2", "T1", "T1", "T2", "T1"]);
    const taken = await events("pool.taken", "turns");
    expect(taken).toHaveLength(6);
    const { id } = await findSecret(owner, { ...scope, secret: { name: "T1" } });
    expect(taken[0]).toMatchObject({ version: 1, secretId: id, targetName: "T1", actorLabel: "ci" });
    await ctx.pools.flush();
    const { members } = await findPool(owner, scope, "turns");
    expect(members.map(({ lastDay }) => lastDay.taken)).toEqual([4, 2]);
  });

  test("gives a key only what it could see itself, and says so when that is nothing", async () => {
    await t.pool("narrow", ["N1", "N2"]);
    const narrowed = await t.asKey({ secrets: ["N2"] });
    expect(new Set(await t.takeMany(narrowed, "narrow", 4))).toEqual(new Set(["N2"]));
    const draft = { ...t.draft("FOR_TOOLS"), audience: "tools" as const };
    await createSecret(owner, draft);
    await t.put("tools", ["FOR_TOOLS"]);
    await expect(t.take(await t.asKey(), "tools")).rejects.toMatchObject({
      code: "poolExhausted",
      detail: "The pool tools has no member that this API key may use.",
    });
    expect((await t.take(await t.asKey({ kind: "tool" }), "tools")).member).toBe("FOR_TOOLS");
    expect(await t.states("tools", await t.asKey())).toEqual({});
  });

  test("needs pools:use, which no person has, and tells nothing of what is not there", async () => {
    const reader = await t.asKey({ permissions: ["secrets:read", "admin"] });
    await expect(t.take(reader, "turns")).rejects.toMatchObject({ code: "forbidden" });
    await expect(t.take(owner, "turns")).rejects.toMatchObject({ code: "forbidden" });
    for (const name of ["absent", "not a name", "a".repeat(3_000)])
      await expect(t.take(await t.asKey(), name)).rejects.toMatchObject({ code: "notFound" });
  });

  test("gives nothing when the audit log cannot be written", async () => {
    const key = await t.asKey();
    const record = () => Promise.reject(Object.assign(new Error("no"), { code: "unavailable" }));
    await expect(t.take({ ...key, audit: { ...key.audit, record } }, "turns")).rejects.toThrow("no");
  });

  test("reads a long value too", async () => {
    await t.stored("LONG", "x".repeat(40_000));
    await t.put("long", ["LONG"]);
    expect((await t.take(await t.asKey(), "long")).value).toHaveLength(40_000);
  });

  test("passes over a member or pool that somebody else wrote into the database", async () => {
    await t.pool("tampered", ["W1", "W2"]);
    const key = await t.asKey();
    const ofName = "(SELECT id FROM secrets WHERE name_folded = $1)";
    await connections.query(`UPDATE key_pool_members SET weight = 90 WHERE secret_id = ${ofName}`, ["w1"]);
    expect(new Set(await t.takeMany(key, "tampered", 3))).toEqual(new Set(["W2"]));
    const other = await t.stored("NOT_A_MEMBER");
    await connections.query(`UPDATE key_pool_members SET secret_id = $2 WHERE secret_id = ${ofName}`, [
      "w2",
      other.id,
    ]);
    await expect(t.take(key, "tampered")).rejects.toMatchObject({ code: "poolExhausted" });
    await connections.query("UPDATE key_pools SET name = 'x', name_folded = 'x' WHERE name = 'long'");
    await expect(t.take(key, "x")).rejects.toMatchObject({ code: "notFound" });
  });
});

describe("a report", () => {
  test("of a limit takes the member out until then, once on record, and longer ones count", async () => {
    await t.pool("limits", ["L1", "L2"]);
    const key = await t.asKey();
    await t.takeMany(key, "limits", 2);
    const limited = { member: "l1", outcome: "limited", retryAfterSeconds: 30 } as const;
    const until = (seconds: number) => new Date(ctx.now().getTime() + seconds * 1_000).toISOString();
    expect(await t.report(key, "limits", limited)).toEqual({
      name: "L1",
      state: "limited",
      outUntil: until(30),
    });
    await t.report(key, "limits", { ...limited, retryAfterSeconds: 20 });
    expect((await t.report(key, "limits", { ...limited, retryAfterSeconds: 31 })).outUntil).toBe(until(31));
    expect(await events("pool.memberLimited", "limits")).toMatchObject([
      { seconds: 30, version: 1, targetName: "L1" },
    ]);
    expect(new Set(await t.takeMany(key, "limits", 3))).toEqual(new Set(["L2"]));
    clock.advanceSeconds(31);
    expect(await t.states("limits")).toEqual({ L1: "on", L2: "on" });
    await t.report(key, "limits", { member: "L1", outcome: "limited", retryAfterSeconds: 3_600 });
    expect(await events("pool.memberLimited", "limits")).toHaveLength(2);
  });

  test("that all fare badly leaves nothing to take, and says when one comes back", async () => {
    await t.pool("empty", ["E1", "E2", { name: "E3", isOn: false }]);
    const key = await t.asKey();
    await t.takeMany(key, "empty", 2);
    await t.report(key, "empty", { member: "E1", outcome: "limited" });
    await t.report(key, "empty", { member: "E2", outcome: "refused" });
    await expect(t.take(key, "empty")).rejects.toMatchObject({
      code: "poolExhausted",
      detail:
        "No member of the pool empty can be used now: 1 limited, 1 refused, 1 turned off. The next one comes back in 60 s.",
      context: { retryAfterSeconds: 60 },
    });
    clock.advanceSeconds(60);
    expect((await t.take(key, "empty")).member).toBe("E1");
  });

  test("of a refusal belongs to a version: the next one is back by itself, and so is one that an admin puts back", async () => {
    await t.pool("refusals", ["R1", "R2"]);
    const key = await t.asKey();
    await t.takeMany(key, "refusals", 2);
    for (const _ of [1, 2]) await t.report(key, "refusals", { member: "R1", outcome: "refused" });
    await t.report(key, "refusals", { member: "R2", outcome: "refused" });
    expect(await events("pool.memberRefused", "refusals")).toHaveLength(2);
    await expect(t.take(key, "refusals")).rejects.toMatchObject({ code: "poolExhausted", context: {} });
    await t.newVersion("R1");
    expect(await t.states("refusals")).toEqual({ R1: "on", R2: "refused" });
    await putMemberBack(owner, scope, "refusals", "R2");
    expect(await t.states("refusals")).toEqual({ R1: "on", R2: "on" });
    expect(await events("pool.memberBack", "refusals")).toMatchObject([{ targetName: "R2" }]);
    await expect(putMemberBack(owner, scope, "refusals", "R2")).rejects.toMatchObject({
      detail: "R2 is not out.",
    });
    await expect(putMemberBack(key, scope, "refusals", "R2")).rejects.toMatchObject({ code: "forbidden" });
  });

  test("counts only from a key that was given the current version within the hour", async () => {
    await t.pool("trust", ["C1"]);
    const [key, other] = [await t.asKey(), await t.asKey()];
    const refused = { member: "C1", outcome: "refused" } as const;
    await expect(t.report(key, "trust", refused)).rejects.toMatchObject({ code: "conflict" });
    await t.take(key, "trust");
    await expect(t.report(other, "trust", refused)).rejects.toMatchObject({
      detail: "This API key has not taken C1 within the last hour, so its report does not count.",
    });
    await expect(t.report(key, "trust", { ...refused, version: 2 })).rejects.toMatchObject({
      code: "conflict",
    });
    await t.newVersion("C1");
    await expect(t.report(key, "trust", refused)).rejects.toMatchObject({
      detail: "C1 is at version 2 now: a report of another one does not count.",
    });
    await t.take(key, "trust");
    await expect(t.report(key, "trust", { ...refused, version: 1 })).rejects.toMatchObject({
      code: "conflict",
    });
    clock.advanceSeconds(3_601);
    await expect(t.report(key, "trust", refused)).rejects.toMatchObject({ code: "conflict" });
    expect(await t.states("trust")).toEqual({ C1: "on" });
    await t.take(key, "trust");
    // Also when what is noted beside the answers is on record only.
    await key.usage.flush();
    await connections.query("DELETE FROM secret_reads");
    expect(await t.report(key, "trust", { ...refused, version: 2 })).toMatchObject({ state: "refused" });
  });

  test("of what is no member is told so", async () => {
    const key = await t.asKey();
    await expect(t.report(key, "trust", { member: "T1", outcome: "ok" })).rejects.toMatchObject({
      code: "notFound",
      detail: "This is not a member of the pool trust.",
    });
  });

  test("that it works ends a limit that the same key reported, never another's and never a refusal", async () => {
    await t.pool("fine", ["F1"]);
    const [key, other] = [await t.asKey(), await t.asKey()];
    for (const one of [key, other]) await t.take(one, "fine");
    const [limited, fine] = [
      { member: "F1", outcome: "limited" },
      { member: "F1", outcome: "ok" },
    ] as const;
    await t.report(key, "fine", limited);
    expect(await t.report(other, "fine", fine)).toMatchObject({ state: "limited" });
    expect(await t.report(key, "fine", fine)).toMatchObject({ state: "on" });
    await t.report(key, "fine", { ...limited, outcome: "refused" });
    expect(await t.report(key, "fine", fine)).toMatchObject({ state: "refused" });
  });

  test("from two instances at once is taken once", async () => {
    await t.pool("twice", ["D1"]);
    const key = await t.asKey();
    const elsewhere = { ...key, pools: openPoolUsage({ pool: connections, log: console }) };
    await t.take(key, "twice");
    const refused = { member: "D1", outcome: "refused" } as const;
    await Promise.all([key, elsewhere, key, elsewhere].map((one) => t.report(one, "twice", refused)));
    expect(await events("pool.memberRefused", "twice")).toHaveLength(1);
    await Promise.all([key, elsewhere].map(({ pools }) => pools.flush()));
    const { id } = await findPool(owner, scope, "twice");
    const { environmentId } = await db.keyPool.findUniqueOrThrow({ where: { id } });
    const counts = [...(await countsSince(connections, environmentId, new Date(0)))];
    expect(counts.find(([ref]) => ref.startsWith(id))?.[1]).toEqual({ taken: 1, limited: 0, refused: 4 });
  });
});

describe("saying what a pool is", () => {
  test("keeps the state of members that stay, and puts what changed on record", async () => {
    await t.pool("edited", ["K1", "K2"], { description: "d" });
    const key = await t.asKey();
    await t.takeMany(key, "edited", 2);
    await t.report(key, "edited", { member: "K1", outcome: "refused" });
    await t.stored("K3");
    await t.put(
      "EDITED",
      [
        { name: "k1", weight: 5 },
        { name: "K3", isOn: false },
      ],
      { strategy: "sticky" },
    );
    expect(await findPool(owner, scope, "edited")).toMatchObject({
      name: "EDITED",
      strategy: "sticky",
      description: "",
      members: [
        { name: "K1", weight: 5, state: "refused" },
        { name: "K3", state: "off" },
      ],
    });
    const [changed] = await events("pool.changed", "EDITED");
    expect(changed).toMatchObject({
      strategy: { from: "roundRobin", to: "sticky" },
      added: ["K3"],
      removed: ["K2"],
      weights: ["K1 1 → 5"],
    });
    await t.put(
      "EDITED",
      [
        { name: "k1", weight: 5 },
        { name: "K3", isOn: false },
      ],
      { strategy: "sticky" },
    );
    expect(await events("pool.changed", "EDITED")).toHaveLength(1);
    await expect(
      putPool(owner, scope, "edited", { ...newPool.parse({ members: [{ name: "K1" }] }), revision: 1 }),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  test("turns one member on or off, and knows how much each was used by hour and day", async () => {
    await turnMember(owner, scope, "turns", { member: "T2", isOn: false });
    expect(await t.states("turns")).toEqual({ T1: "on", T2: "off" });
    expect(await events("pool.changed", "turns")).toMatchObject([{ turnedOff: ["T2"] }]);
    await expect(turnMember(owner, scope, "turns", { member: "K1", isOn: true })).rejects.toMatchObject({
      code: "notFound",
    });
    await turnMember(owner, scope, "turns", { member: "T2", isOn: true });
    const pool = (await listPoolsWithUse(owner, scope)).find(({ name }) => name === "turns");
    const [first] = pool?.use ?? [];
    expect([first?.hours.length, first?.days.length]).toEqual([24, 30]);
    for (const counts of [first?.hours ?? [], first?.days ?? []])
      expect(counts.reduce((sum, { taken }) => sum + taken, 0)).toBe(4);
    await expect(
      putPool(owner, scope, "turns", { ...newPool.parse({ members: [{ name: "T1" }] }), revision: 0 }),
    ).rejects.toMatchObject({ context: { fields: { name: [expect.stringContaining("already a pool")] } } });
  });

  test("two at once make one pool", async () => {
    await t.stored("S1");
    await Promise.all([1, 2, 3].map(() => t.put("same", ["S1"])));
    expect((await listPools(owner, scope)).pools.filter(({ name }) => name === "same")).toHaveLength(1);
  });

  test.each([
    ["no members", [], /at least one member/],
    ["the same twice", ["K1", "k1"], /is a member already/],
    ["weight 0", [{ name: "K1", weight: 0 }], /at least 1/],
    ["a fraction", [{ name: "K1", weight: 1.5 }], /whole number/],
    ["too much weight", [{ name: "K1", weight: 101 }], /at most 100/],
    ["too many", Array.from({ length: 51 }, (_, i) => `M${i}`), /at most 50/],
    ["an unknown secret", ["K1", "NO_SUCH"], /no such secret here/],
  ])("%s is refused by name", async (_, members, words) => {
    const refused = await t.put("bad", members).catch((error: unknown) => error);
    const { issues, context } = refused as { readonly issues?: object; readonly context?: object };
    expect(JSON.stringify(issues ?? context)).toMatch(words);
  });

  test("an API key puts in only what it may read, and takes out nothing that it does not see", async () => {
    const input = newPool.parse({ members: [{ name: "K1" }] });
    const admin = await t.asKey({ permissions: ["admin", "pools:use"] });
    await expect(putPool(admin, scope, "mine", input)).rejects.toMatchObject({ code: "forbidden" });
    const reading = { permissions: ["admin", "secrets:read"] };
    await putPool(await t.asKey(reading), scope, "mine", input);
    const narrowed = await t.asKey({ ...reading, secrets: ["K3"] });
    await expect(putPool(narrowed, scope, "other", input)).rejects.toMatchObject({ code: "validation" });
    const own = newPool.parse({ members: [{ name: "K3" }] });
    await expect(putPool(narrowed, scope, "mine", own)).rejects.toMatchObject({ code: "forbidden" });
    await expect(deletePool(narrowed, scope, "mine")).rejects.toMatchObject({ code: "forbidden" });
  });

  test("is for Owners and Super Admins; Auditors look on, Members do not", async () => {
    const input = newPool.parse({ members: [{ name: "K1" }] });
    const [auditor, member] = [as(await asRole("auditor")), as(await asRole("member"))];
    expect(Object.keys(await t.states("mine", auditor))).toEqual(["K1"]);
    await expect(putPool(auditor, scope, "mine", input)).rejects.toMatchObject({ code: "forbidden" });
    await expect(listPools(member, scope)).rejects.toMatchObject({ code: "forbidden" });
    await deletePool(as(await asRole("super_admin")), scope, "mine");
    await expect(deletePool(owner, scope, "mine")).rejects.toMatchObject({ code: "notFound" });
  });
});

describe("a secret that is a member", () => {
  test("is not deleted, by name, until it is taken out; a new name goes along", async () => {
    await t.pool("holds", ["H1", "H2"]);
    const { id: secretId } = await findSecret(owner, { ...scope, secret: { name: "H1" } });
    const deletion = { ...scope, secretId, confirmation: "H1" };
    await expect(deleteSecret(owner, deletion)).rejects.toMatchObject({
      code: "conflict",
      detail: "This secret is a member of a pool: holds in default, production. Take it out first.",
    });
    await t.put("holds", ["H2"]);
    await deleteSecret(owner, deletion);
  });

  test("can be a shared one: under its name here, as long as it is mapped", async () => {
    const shared = { ...t.draft("SHARED_KEY", "shared value"), project: "platform" };
    await createSecret(owner, shared);
    const mapping = { ...scope, name: "OURS", sharedEnvironment: "production", sharedName: "SHARED_KEY" };
    const { id: mappingId } = await createMapping(owner, mapping as never);
    await t.put("shared", ["OURS"]);
    const key = await t.asKey();
    expect(await t.take(key, "shared")).toMatchObject({ member: "OURS", value: "shared value" });
    await expect(deleteMapping(owner, { ...scope, mappingId } as never)).rejects.toMatchObject({
      detail: "The secret behind this name is a member of a pool: shared. Take it out first.",
    });
    await connections.query("DELETE FROM shared_mappings");
    await expect(t.take(key, "shared")).rejects.toMatchObject({ code: "poolExhausted" });
    expect(await t.states("shared")).toEqual({ "": "absent" });
  });
});
