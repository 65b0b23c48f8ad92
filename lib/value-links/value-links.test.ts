import { beforeAll, describe, expect, test } from "vitest";
import { ADDRESS_FAILURES_MAX } from "@/lib/auth/throttle/throttle";
import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { granter, withGrants } from "@/lib/grants/grants.fixture";
import { changeRole, restorePerson, suspendPerson } from "@/lib/people/membership/service";
import { ensureBuiltIns } from "@/lib/projects/service";
import { approveRequest } from "@/lib/requests/deciding/service";
import { setPolicy } from "@/lib/requests/policies/service";
import { listKnownBy } from "@/lib/secrets/known-values/service";
import { createSecret, deleteSecret } from "@/lib/secrets/service";
import { patchSecret } from "@/lib/secrets/upsert/service";
import { openVersion } from "@/lib/secrets/versions/service";
import { testContext } from "@/test/context";
import { pruneValueLinks } from "./jobs";
import { OPEN_MAX } from "./model";
import { askedValue } from "./schema";
import { askForValue, findLink, giveValue, listLinks, withdrawLink } from "./service";

const sent: { to: string; text: string }[] = [];
const context = await testContext({
  mail: {
    send: async (message) => {
      sent.push(message);
      return true;
    },
  },
});
const { ctx, as, asRole, clock, database } = context;
const { db, pool } = database;
const scope = { project: "default", environment: "production" };
const text = { description: "Payments", category: "custom", audience: "all" } as const;
const anonymous = as({ kind: "anonymous" });
const owner = await asRole("owner");
const by = as(owner);

beforeAll(() => ensureBuiltIns(ctx));

const stored = (name: string) => createSecret(ctx, { ...scope, ...text, name, value: "before" });
const ask = async (name: string, input: object = {}, asker: Ctx = by) => {
  const { url } = await askForValue(asker, { ...scope, ...askedValue.parse(input), name });
  return url.split("/give/")[1] ?? "";
};
const give = (token: string, value = "given") => giveValue(anonymous, { token, value });
const find = (token: string) => findLink(anonymous, token);
const storedValue = async (name: string) => {
  const permit = await authorize(ctx, "secret.rotate", { ...scope, secret: { name } });
  return (await openVersion(ctx, permit, permit.secret.currentVersion)).reveal();
};
const dead = { code: "notFound", detail: expect.stringContaining("does not work any more") };

describe("a value that is asked for", () => {
  test("of a secret that is there becomes its next version, made by the link and not by whoever asked", async () => {
    const { id } = await stored("BANK_KEY");
    const token = await ask("bank_key", { recipient: "Ada of the bank", hours: 2 });
    expect(await find(token)).toEqual({
      ...{
        name: "BANK_KEY",
        description: "Payments",
        recipient: "Ada of the bank",
        organisation: "Organisation",
      },
      ...{ askedBy: owner.email, expiresAt: new Date(ctx.now().getTime() + 2 * 3_600_000) },
    });
    await give(token, "ada-gave-4711\r\n");
    expect(await storedValue("BANK_KEY")).toBe("ada-gave-4711\r\n");
    const version = await db.secretVersion.findFirstOrThrow({ where: { secretId: id, number: 2 } });
    expect(version.createdBy).toBe(`link of ${owner.email}`);
    expect(await listKnownBy(ctx, owner.email, 10)).toEqual([]);
    const events = await db.auditEvent.findMany({ where: { secretId: id }, orderBy: { seq: "asc" } });
    expect(events.map(({ action, actorLabel }) => [action, actorLabel])).toEqual([
      ["secret.created", "test"],
      ["valueLink.created", owner.email],
      ["secret.rotated", `link of ${owner.email}`],
      ["valueLink.used", `link of ${owner.email}`],
    ]);
    expect(events.map(({ detail }) => detail).join()).not.toContain("ada-gave");
    expect(sent.at(-1)).toMatchObject({ to: owner.email, text: expect.stringContaining("Ada of the bank") });
    expect(JSON.stringify(sent)).not.toContain("ada-gave");
  });

  test("of a new name becomes a secret with what was said of it", async () => {
    const token = await ask("NEW_KEY", {
      description: "Of the bank",
      category: "provider",
      audience: "agents",
    });
    expect(await find(token)).toMatchObject({ name: "NEW_KEY", description: "Of the bank" });
    await give(token);
    expect(await storedValue("NEW_KEY")).toBe("given");
    const row = await db.secret.findFirstOrThrow({ where: { name: "NEW_KEY" } });
    expect(row).toMatchObject({ description: "Of the bank", category: "provider", audience: "agents" });
  });

  test("goes where its secret goes: renamed, it keeps its link; deleted, it loses it", async () => {
    const { id } = await stored("GOES");
    const token = await ask("GOES");
    await patchSecret(ctx, scope, "GOES", { name: "GONE_ON" });
    expect(await find(token)).toMatchObject({ name: "GONE_ON" });
    await deleteSecret(ctx, { ...scope, secretId: id, confirmation: "GONE_ON" });
    expect(await find(token)).toBeNull();
    await expect(give(token)).rejects.toMatchObject(dead);
    await stored("GOES");
    expect(await find(token)).toBeNull();
  });
});

describe("a link", () => {
  test("works once, also for two at the same moment, of which one is stored", async () => {
    await stored("ONCE");
    const token = await ask("ONCE");
    const outcomes = await Promise.allSettled([give(token, "one"), give(token, "two")]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({ reason: dead });
    const { currentVersion } = await db.secret.findFirstOrThrow({ where: { name: "ONCE" } });
    expect(currentVersion).toBe(2);
    await expect(give(token, "three")).rejects.toMatchObject(dead);
    expect(await find(token)).toBeNull();
  });

  test("that was never made, was used, is withdrawn or expired, and one that somebody else wrote, answer the same", async () => {
    await stored("SAME");
    const used = await ask("SAME");
    await give(used);
    const withdrawn = await ask("SAME");
    const [open] = await listLinks(by, scope);
    await withdrawLink(by, open?.id ?? "");
    const forged = await ask("SAME");
    await pool.query(
      "UPDATE value_links SET secret_id = (SELECT id FROM secrets WHERE name = 'ONCE') WHERE used_at IS NULL AND withdrawn_at IS NULL",
    );
    const expired = await ask("SAME", { hours: 1 });
    clock.advanceSeconds(3_600);
    for (const token of [used, withdrawn, forged, expired, "A".repeat(43), "", "x", "../"]) {
      expect([token, await find(token)]).toEqual([token, null]);
      await expect(give(token)).rejects.toMatchObject(dead);
    }
  });

  test("that cannot be told apart from others is not tried for ever from one address", async () => {
    const request = { ...ctx.request, ip: "198.51.100.9" };
    const elsewhere = { ...anonymous, request };
    for (let i = 0; i < ADDRESS_FAILURES_MAX; i += 1) expect(await findLink(elsewhere, "x")).toBeNull();
    await expect(findLink(elsewhere, "x")).rejects.toMatchObject({ code: "throttled" });
    await expect(giveValue(elsewhere, { token: "x", value: "v" })).rejects.toMatchObject({
      code: "throttled",
    });
    await stored("THROTTLED");
    const token = await ask("THROTTLED");
    await giveValue(elsewhere, { token, value: "right" });
    expect(await storedValue("THROTTLED")).toBe("right");
  });

  test("works again when the value could not be stored, and nothing was", async () => {
    await stored("NO_ROOM");
    const token = await ask("NO_ROOM");
    await pool.query(
      "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END $$",
    );
    await pool.query(
      "CREATE TRIGGER refuse BEFORE INSERT ON secret_versions FOR EACH ROW EXECUTE FUNCTION refuse()",
    );
    await expect(give(token)).rejects.toMatchObject({ code: "unavailable" });
    await pool.query("DROP TRIGGER refuse ON secret_versions");
    await pool.query("DROP FUNCTION refuse");
    await give(token);
    expect(await storedValue("NO_ROOM")).toBe("given");
  });

  test("is deleted a month after its end", async () => {
    clock.advanceSeconds(31 * 24 * 3_600);
    await pruneValueLinks.run(as({ kind: "job", name: "test" }), null);
    expect(await db.valueLink.count({ where: { usedAt: { not: null } } })).toBe(0);
  });
});

describe("whoever asks", () => {
  test("may store it themselves: a Member who sets it, no Auditor, nobody who only sees it, and no key", async () => {
    await stored("MEMBERS_KEY");
    const [setter, seer] = [await asRole("member"), await asRole("member")];
    await granter(context)(setter, "set", { ...scope, secret: "MEMBERS_KEY" });
    await granter(context)(seer, "see", { ...scope, secret: "MEMBERS_KEY" });
    const [set, see] = [await withGrants(ctx, setter), await withGrants(ctx, seer)];
    const token = await ask("MEMBERS_KEY", {}, set);
    for (const asker of [see, as(await asRole("auditor")), ctx])
      await expect(ask("MEMBERS_KEY", {}, asker)).rejects.toMatchObject({ code: "forbidden" });
    await expect(ask("A_NEW_NAME", {}, set)).rejects.toMatchObject({ code: "forbidden" });
    expect((await listLinks(set, scope)).map(({ name }) => name)).toEqual(["MEMBERS_KEY"]);
    expect(await listLinks(see, scope)).toEqual([]);
    const [link] = await listLinks(set, scope);
    await expect(withdrawLink(see, link?.id ?? "")).rejects.toMatchObject({ code: "notFound" });
    await db.grant.deleteMany({ where: { userId: setter.id } });
    expect(await find(token)).toBeNull();
    await expect(give(token)).rejects.toMatchObject(dead);
  });

  test("and loses their role or their access, leaves no link behind that works", async () => {
    await stored("LEFT_BEHIND");
    const [lowered, suspended] = [await asRole("super_admin"), await asRole("super_admin")];
    const tokens = [await ask("LEFT_BEHIND", {}, as(lowered)), await ask("LEFT_BEHIND", {}, as(suspended))];
    const fresh = as(await asRole("owner"));
    await changeRole(fresh, { personId: lowered.id, role: "auditor" });
    await suspendPerson(fresh, suspended.id);
    await restorePerson(fresh, suspended.id);
    for (const token of tokens) await expect(give(token)).rejects.toMatchObject(dead);
    expect(
      await db.auditEvent.count({
        where: {
          action: "valueLink.withdrawn",
          actorLabel: fresh.actor.kind === "user" ? fresh.actor.email : "",
        },
      }),
    ).toBe(1);
  });

  test("is told when the name is taken, or is none, and when too many links are open", async () => {
    await expect(ask("1 abc")).rejects.toMatchObject({ code: "validation" });
    await stored("TAKEN.NAME");
    await expect(ask("TAKEN_NAME")).rejects.toMatchObject({ code: "validation" });
    const token = await ask("SOON_TAKEN");
    await stored("SOON_TAKEN");
    expect(await find(token)).toBeNull();
    const asker = as(await asRole("super_admin"));
    for (let i = 0; i < OPEN_MAX; i += 1) await ask("TAKEN.NAME", {}, asker);
    await expect(ask("TAKEN.NAME", {}, asker)).rejects.toMatchObject({ code: "conflict" });
  });
});

test("whoever has a link may do nothing else, whoever asked", async () => {
  const { kind, id, email, name, role, grants } = owner;
  const link = as({ kind, id, email, name, role, grants, valueLink: { id } });
  for (const action of ["secret.delete", "secret.update", "secret.restore", "grant.read"] as const)
    await expect(authorize(link, action, { ...scope, secret: { name: "TAKEN.NAME" } })).rejects.toMatchObject(
      { code: "forbidden" },
    );
  for (const action of ["person.list", "settings.read", "audit.read"] as const)
    await expect(authorize(link, action, null)).rejects.toMatchObject({ code: "forbidden" });
});

test("a value that comes where changes need approval waits for it, of somebody else than whoever asked", async () => {
  const { id } = await stored("APPROVED_KEY");
  const [asker, approver] = [as(await asRole("super_admin")), as(await asRole("super_admin"))];
  await setPolicy(ctx, scope, { approvals: 1, approvers: null });
  const token = await ask("APPROVED_KEY", {}, asker);
  await give(token, "waits-4711");
  await expect(give(token)).rejects.toMatchObject(dead);
  expect(await storedValue("APPROVED_KEY")).toBe("before");
  const request = await db.changeRequest.findFirstOrThrow({ where: { state: "open" } });
  const used = await db.auditEvent.findFirstOrThrow({ where: { secretId: id, action: "valueLink.used" } });
  expect(JSON.parse(used.detail)).toMatchObject({ request: request.id });
  await expect(approveRequest(asker, request.id)).rejects.toMatchObject({ code: "forbidden" });
  await approveRequest(approver, request.id);
  expect(await storedValue("APPROVED_KEY")).toBe("waits-4711");
  const version = await db.secretVersion.findFirstOrThrow({ where: { secretId: id, number: 2 } });
  expect(version.createdBy).toMatch(/^link of /);
});
