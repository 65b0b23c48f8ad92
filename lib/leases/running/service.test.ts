import { describe, expect, test } from "vitest";
import { revokeApiKey } from "@/lib/api-keys/service";
import { testLeases } from "../leases.fixture";
import { removeSource } from "../sources/service";
import { endLease, forgetLease, renewLease, retryLease, testSource } from "./service";

const t = await testLeases();

describe("a lease", () => {
  test("is a user with the rights that its source gives, until it is ended", async () => {
    const key = await t.keyOf("Billing: Ünit 7");
    const { id, values, expiresAt } = await t.lease(key);
    expect(values.username).toMatch(/^sr_billing_unit_7_[0-9a-f]{12}$/);
    expect(values.url).toBe(
      `postgresql://${values.username}:${values.password}@127.0.0.1:${t.postgres.port}/app`,
    );
    expect(Date.parse(expiresAt) - t.ctx.now().getTime()).toBe(900_000);
    const client = await t.connect(values);
    expect((await client.query("SELECT id FROM orders")).rows).toEqual([{ id: 1 }]);
    await expect(client.query("DELETE FROM orders")).rejects.toThrow(/permission denied/);
    await endLease(key.ctx, id);
    await expect(client.query("SELECT 1")).rejects.toThrow();
    await expect(t.connect(values)).rejects.toThrow();
    expect(await t.users()).toEqual([]);
    await endLease(key.ctx, id);
    expect(await t.row(id)).toMatchObject({ endReason: "revoked", dueAt: null, error: null });
    expect(await t.actionsOf(id)).toEqual(["lease.created", "lease.revoked", "lease.ended"]);
  });

  test("ends by itself, with what its user made, which stays as the admin's", async () => {
    await t.put("makers", { statements: ["GRANT CREATE, USAGE ON SCHEMA public TO {{user}}"] });
    await t.theirs("ALTER SCHEMA public OWNER TO keeper");
    const key = await t.keyOf("maker");
    const { id, values } = await t.lease(key, { source: "makers", ttlSeconds: 60 });
    const client = await t.connect(values);
    await client.query("CREATE TABLE made (id int)");
    await t.sweep();
    expect(await t.users()).toHaveLength(1);
    t.later(61);
    await t.sweep();
    await client.end().catch(() => {});
    expect(await t.users()).toEqual([]);
    expect(await t.theirs("SELECT tableowner FROM pg_tables WHERE tablename = 'made'")).toEqual([
      { tableowner: "keeper" },
    ]);
    expect(await t.row(id)).toMatchObject({ endReason: "expired" });
  });

  test("is renewed up to when it ends at the latest, and not after its end", async () => {
    await t.put("short", { ttlSecondsDefault: 60, ttlSecondsMax: 150 });
    const key = await t.keyOf("renews");
    const { id, values } = await t.lease(key, { source: "short" });
    const untilOf = async () =>
      (await t.theirs(`SELECT rolvaliduntil AS at FROM pg_roles WHERE rolname = '${values.username}'`))[0]
        ?.at;
    const before = await untilOf();
    t.later(30);
    const begun = t.ctx.now().getTime();
    await expect(renewLease(key.ctx, id, { ttlSeconds: 121 })).rejects.toMatchObject({ code: "validation" });
    expect(Date.parse((await renewLease(key.ctx, id, { ttlSeconds: 90 })).expiresAt) - begun).toBe(90_000);
    expect(Number(await untilOf())).toBeGreaterThan(Number(before) + 20_000);
    t.later(60);
    expect(Date.parse((await renewLease(key.ctx, id, {})).expiresAt) - begun).toBe(120_000);
    await expect(renewLease(key.ctx, id, {})).rejects.toMatchObject({ code: "conflict" });
    t.later(61);
    await expect(renewLease(key.ctx, id, {})).rejects.toMatchObject({ code: "conflict" });
    await t.sweep();
    await expect(renewLease(key.ctx, id, {})).rejects.toMatchObject({ code: "conflict" });
    expect(await t.users()).toEqual([]);
  });

  test("ends with its API key: revoked, expired, or changed in the database", async () => {
    const [revoked, ending, changed, kept] = [
      await t.keyOf("revoked"),
      await t.keyOf("ending", { expires: new Date(t.ctx.now().getTime() + 120_000).toISOString() }),
      await t.keyOf("changed"),
      await t.keyOf("kept"),
    ];
    const all = [];
    for (const key of [revoked, ending, changed, kept]) all.push(await t.lease(key));
    expect(Date.parse(all[1]?.expiresAt ?? "") - t.ctx.now().getTime()).toBe(120_000);
    await revokeApiKey(t.owner, { project: t.scope.project, keyId: revoked.id });
    await t.database.db.apiKey.update({ where: { id: changed.id }, data: { permissions: ["admin"] } });
    const { rows } = await t.ctx.pool.query(
      "SELECT task_identifier FROM graphile_worker.jobs WHERE run_at <= now()",
    );
    expect(rows.map(({ task_identifier }) => task_identifier)).toContain("leases.sweep");
    await t.sweep();
    t.later(121);
    await t.sweep();
    expect(await t.users()).toEqual([all[3]?.values.username]);
    await endLease(kept.ctx, all[3]?.id ?? "");
  });

  test("is nobody else's: another key neither renews nor ends it", async () => {
    const [key, other, admin] = [
      await t.keyOf("own"),
      await t.keyOf("other"),
      await t.keyOf("admin", { permissions: ["admin"] }),
    ];
    const { id } = await t.lease(key);
    await expect(renewLease(other.ctx, id, {})).rejects.toMatchObject({ code: "notFound" });
    await expect(endLease(other.ctx, id)).rejects.toMatchObject({ code: "notFound" });
    await expect(renewLease(admin.ctx, id, {})).rejects.toMatchObject({ code: "forbidden" });
    await endLease(admin.ctx, id);
    expect(await t.users()).toEqual([]);
  });
});

describe("what cannot be leased", () => {
  test.each([
    ["an unknown source", { source: "nowhere" }, { code: "validation" }],
    ["more time than the source gives", { ttlSeconds: 86_401 }, { code: "validation" }],
  ])("%s", async (_what, more, error) => {
    await expect(t.lease(await t.keyOf("asks"), more)).rejects.toMatchObject(error);
  });

  test("anything, by a key that is narrowed, that may not, or by a person", async () => {
    const narrowed = await t.keyOf("narrowed", { secrets: ["ADMIN"] });
    await expect(t.lease(narrowed)).rejects.toMatchObject({ code: "forbidden" });
    const reader = await t.keyOf("reader", { permissions: ["secrets:read"] });
    await expect(t.lease(reader)).rejects.toMatchObject({ code: "forbidden" });
    await expect(t.lease({ ctx: t.owner })).rejects.toMatchObject({ code: "forbidden" });
    const elsewhere = await t.keyOf("elsewhere", { environment: "staging" });
    await expect(t.lease(elsewhere)).rejects.toMatchObject({ code: "notFound" });
  });

  test("more than the source gives at once", async () => {
    await t.put("two", { leasesMax: 2 });
    const key = await t.keyOf("many");
    const results = await Promise.allSettled([1, 2, 3, 4].map(() => t.lease(key, { source: "two" })));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    await expect(t.lease(key, { source: "two" })).rejects.toMatchObject({
      detail: "The lease source has 2 leases already, which is its limit.",
    });
    await expect(removeSource(t.owner, t.scope, "two")).rejects.toMatchObject({
      detail: "2 leases of this source have not ended. End them first.",
    });
    await expect(t.put("two", { database: "postgres" })).rejects.toMatchObject({ code: "conflict" });
    t.later(901);
    await t.sweep();
    await removeSource(t.owner, t.scope, "two");
  });

  test("a user whose rights fail half-way: it is dropped, and what failed is told", async () => {
    const statements = ["GRANT SELECT ON orders TO {{user}}", "GRANT SELECT ON nowhere TO {{user}}"];
    await t.put("half", { statements });
    await expect(t.lease(await t.keyOf("half"), { source: "half" })).rejects.toMatchObject({
      code: "badGateway",
      detail: 'Statement 2 failed. The server says: relation "nowhere" does not exist',
    });
    await t.put("several", { statements: ["GRANT SELECT ON orders TO {{user}}; COMMIT"] });
    await expect(t.lease(await t.keyOf("several"), { source: "several" })).rejects.toMatchObject({
      detail: expect.stringMatching(/^Statement 1 failed\. .*multiple commands/),
    });
    expect(await t.users()).toEqual([]);
    const [last] = await t.database.db.lease.findMany({ orderBy: { createdAt: "desc" }, take: 1 });
    expect(last).toMatchObject({ endReason: "failed", dueAt: null });
  });

  test("anything with an admin credential that lacks the right, or that is none", async () => {
    await t.stored("WEAK", JSON.stringify({ username: "weak", password: "weak-password-of-nobody" }));
    await t.put("weak", { credential: "WEAK" });
    await expect(t.lease(await t.keyOf("weak"), { source: "weak" })).rejects.toMatchObject({
      detail: "The server says: permission denied to create role",
    });
    await t.stored("NONE", "just-a-password");
    await t.put("none", { credential: "NONE" });
    await expect(t.lease(await t.keyOf("none"), { source: "none" })).rejects.toMatchObject({
      code: "conflict",
    });
  });
});

describe("a user that cannot be dropped", () => {
  test("is tried again and again, needs attention, and is let go of by a person", async () => {
    const key = await t.keyOf("stuck");
    const { id, values } = await t.lease(key, { ttlSeconds: 60 });
    // What another of theirs gave it, in another database, no DROP OWNED finds.
    await t.postgres.sql("CREATE TABLE other (id int)", `GRANT SELECT ON other TO ${values.username}`);
    for (const seconds of [61, 11, 31, 61, 301]) {
      t.later(seconds);
      await t.sweep();
    }
    const row = await t.row(id);
    expect(row).toMatchObject({ attempts: 5, endedAt: null });
    expect(row.error).toMatch(/cannot be dropped because some objects depend on it/);
    await expect(t.connect(values)).rejects.toThrow(/not permitted to log in/);
    await expect(retryLease(t.owner, id)).rejects.toMatchObject({ code: "badGateway" });
    await expect(forgetLease(t.owner, id)).rejects.toMatchObject({ code: "conflict" });
    await t.postgres.sql(`DROP OWNED BY ${values.username}`);
    await retryLease(t.owner, id);
    expect(await t.users()).toEqual([]);
    expect((await t.actionsOf(id)).filter((action) => action === "lease.failed")).toHaveLength(6);
  });

  test("holds up no other", async () => {
    const key = await t.keyOf("beside");
    const stuck = await t.lease(key, { ttlSeconds: 60 });
    await t.postgres.sql(`GRANT SELECT ON other TO ${stuck.values.username}`);
    for (let n = 0; n < 3; n += 1) await t.lease(key, { ttlSeconds: 60 });
    t.later(61);
    await t.sweep();
    expect(await t.users()).toEqual([stuck.values.username]);
    await t.postgres.sql(`DROP OWNED BY ${stuck.values.username}`);
    t.later(11);
    await t.sweep();
    expect(await t.users()).toEqual([]);
  });
});

test("a source is tested with a user, which is gone afterwards", async () => {
  await testSource(t.owner, t.scope, "orders");
  await expect(testSource(t.owner, t.scope, "weak")).rejects.toMatchObject({ code: "badGateway" });
  expect(await t.users()).toEqual([]);
});

test("nobody with the database alone has a user of their choice dropped", async () => {
  const key = await t.keyOf("victim");
  const { id } = await t.lease(key);
  await t.postgres.sql("CREATE ROLE innocent LOGIN");
  await t.database.db.lease.update({ where: { id }, data: { userName: "weak", dueAt: t.ctx.now() } });
  await t.sweep();
  expect(await t.theirs("SELECT 1 AS there FROM pg_roles WHERE rolname = 'weak'")).toEqual([{ there: 1 }]);
});
