import { beforeAll, describe, expect, test } from "vitest";
import type { PersonalKeyActor, UserActor } from "@/lib/authorization/actor";
import { authorize } from "@/lib/authorization/authorize";
import { type Action, isSensitive, POLICY } from "@/lib/authorization/policy";
import type { Ctx } from "@/lib/context";
import { granter } from "@/lib/grants/grants.fixture";
import { deleteGrant } from "@/lib/grants/service";
import { changeSettings, currentSettings } from "@/lib/organisation/service";
import { resetFactors } from "@/lib/people/factors/service";
import { revokeKeyOfPerson } from "@/lib/people/keys/service";
import { changeRole, removePerson, suspendPerson } from "@/lib/people/membership/service";
import { ensureBuiltIns } from "@/lib/projects/service";
import { findAccessHistory } from "@/lib/secrets/access-history/service";
import { readValues, revealSecret } from "@/lib/secrets/reveal/service";
import { createSecret, findSecret } from "@/lib/secrets/service";
import { storeSecret } from "@/lib/secrets/upsert/service";
import { createMapping } from "@/lib/shared-mappings/service";
import { testContext } from "@/test/context";
import { codeOf, failure } from "@/test/failure";
import { sealing } from "@/test/seals";
import { authenticatePersonalKey } from "./authentication/service";
import { prunePersonalKeys } from "./jobs";
import { PERSONAL_KEYS_MAX } from "./model";
import { newPersonalKey } from "./schema";
import { createPersonalKey, listKeysOfPerson, listOwnKeys, revokeOwnKey, revokeThisKey } from "./service";

const t = await testContext();
const { ctx, asRole, clock, database } = t;
const { db } = database;
const scope = { project: "default", environment: "production" } as const;
const text = { description: "", category: "custom", audience: "all" } as const;
const grant = granter({ ctx });
const own = (person: UserActor): Ctx<UserActor> => ({ ...ctx, actor: person });
const make = async (person: UserActor, name = `key ${Math.random()}`, days = 30) =>
  createPersonalKey(own({ ...person, confirmedAt: ctx.now() }), { name, days });
const through = async (key: string): Promise<Ctx<PersonalKeyActor>> => ({
  ...ctx,
  actor: await authenticatePersonalKey(ctx, key),
});
const refused = (key: string) => codeOf(authenticatePersonalKey(ctx, key));
const values = async (by: Ctx) => {
  const read = await readValues(by, scope, { names: null, knownTags: [] });
  return read.isChanged ? read.values.map(({ name }) => name) : [];
};

beforeAll(async () => {
  await ensureBuiltIns(ctx);
  await createSecret(ctx, { ...scope, ...text, name: "STRIPE_KEY", value: "a value" });
  await createSecret(ctx, { ...scope, ...text, name: "DATABASE_URL", value: "a value" });
  await createSecret(ctx, { ...scope, ...text, name: "OF_AGENTS", value: "a value", audience: "agents" });
  const shared = { project: "platform", environment: "production", name: "SHARED", value: "a value" };
  await createSecret(ctx, { ...shared, ...text });
  await createMapping(ctx, {
    ...scope,
    sharedEnvironment: "production",
    sharedName: "SHARED",
    name: "MAPPED",
  });
});

describe("a personal key", () => {
  test("acts as its person, and is shown once: only a hash of it is kept", async () => {
    const person = await asRole("auditor");
    const { text: key, key: meta } = await make(person, "laptop");
    expect(key).toMatch(/^sr_user_[0-9A-Za-z]{16}_[0-9A-Za-z]{43}$/);
    expect((await through(key)).actor).toMatchObject({
      ...{ kind: "user", id: person.id, email: person.email, role: "auditor" },
      personalKey: { id: meta.id, name: "laptop" },
    });
    const rows = JSON.stringify(
      [await db.personalKey.findMany(), await db.auditEvent.findMany()],
      (_, value) =>
        typeof value === "bigint"
          ? String(value)
          : value instanceof Uint8Array
            ? Buffer.from(value).toString("latin1")
            : value,
    );
    expect(rows).not.toContain(key.split("_")[3]);
    expect(JSON.stringify(await listOwnKeys(own(person)))).not.toContain(key.split("_")[3]);
  });

  test("is made by somebody who proved not long ago that it is them, for no longer than the organisation allows", async () => {
    const person = await asRole("member");
    const stale = { ...person, confirmedAt: new Date(ctx.now().getTime() - 16 * 60_000) };
    expect(await codeOf(createPersonalKey(own(stale), { name: "k", days: 1 }))).toBe("confirmationNeeded");
    expect(await failure(make(person, "k", 91))).toMatchObject({
      context: { fields: { days: ["At most 90 days."] } },
    });
    await make(person, "k", 90);
    expect(await failure(make(person, "k", 90))).toMatchObject({
      context: { fields: { name: ["You have a personal key of this name."] } },
    });
  });

  test.each(["", " ", "two\nlines", "sr_user_0123", "sr_live_0123"])("is never called %j", (name) => {
    expect(newPersonalKey.safeParse({ name, days: "30" }).success).toBe(false);
  });

  test("there are so many of a person and no more", async () => {
    const person = await asRole("member");
    for (let i = 0; i < PERSONAL_KEYS_MAX; i += 1) await make(person, `k${i}`);
    expect(await codeOf(make(person, "one more"))).toBe("conflict");
  });

  test("a malformed, unknown, wrong, revoked, expired one and one of a suspended person are refused in the same words", async () => {
    await asRole("owner");
    const [right, revoked, expired] = [
      await asRole("member"),
      await asRole("member"),
      await asRole("member"),
    ];
    const keys = [await make(right), await make(revoked), await make(expired, "short", 1)];
    const [one, two, three] = keys.map((made) => made.text) as [string, string, string];
    await revokeOwnKey(own(revoked), keys[1]?.key.id ?? "");
    const wrong = `${one.slice(0, -1)}${one.endsWith("a") ? "b" : "a"}`;
    const suspended = await asRole("member");
    const four = await make(suspended);
    await sealing(
      ctx,
      "users",
      db.user.update({ where: { id: suspended.id }, data: { status: "suspended" } }),
    );
    clock.advanceSeconds(24 * 60 * 60);
    const answers = await Promise.all(
      ["", "sr_user_x", one.replace("sr_user_", "sr_live_"), wrong, two, three, four.text].map((key) =>
        failure(authenticatePersonalKey(ctx, key)),
      ),
    );
    expect(new Set(answers.map((answer) => `${answer?.code} ${answer?.detail}`)).size).toBe(1);
    expect(await refused(one)).toBe("done");
    expect(await db.auditEvent.count({ where: { action: "personalKey.refused" } })).toBe(2);
    clock.advanceSeconds(-24 * 60 * 60);
  });

  test("ends earlier when the organisation becomes stricter, and its row is deleted once it has ended", async () => {
    const owner = await asRole("owner");
    const person = await asRole("member");
    const { text: key } = await make(person, "long", 60);
    const settings = await currentSettings(ctx);
    clock.advanceSeconds(31 * 24 * 60 * 60);
    expect(await refused(key)).toBe("done");
    const { revision, ...rest } = settings;
    const by = own({ ...owner, confirmedAt: ctx.now() });
    const strict = await changeSettings(by, { ...rest, revision, personalKeyDaysMax: 30 });
    expect(await refused(key)).toBe("unauthenticated");
    expect((await listOwnKeys(own(person))).keys).toEqual([]);
    await changeSettings(by, { ...strict, personalKeyDaysMax: 90 });
    clock.advanceSeconds(30 * 24 * 60 * 60);
    await prunePersonalKeys.run({ ...ctx, actor: { kind: "job", name: "test" } }, null);
    expect(await db.personalKey.count({ where: { userId: person.id } })).toBe(0);
    clock.advanceSeconds(-61 * 24 * 60 * 60);
  });

  test("is nobody's but its person's, and admins', to see and to revoke", async () => {
    const [owner, admin, person, other] = [
      await asRole("owner"),
      await asRole("super_admin"),
      await asRole("member"),
      await asRole("member"),
    ];
    const [mine, ofOwner] = [await make(person), await make(owner)];
    expect(await codeOf(revokeOwnKey(own(other), mine.key.id))).toBe("notFound");
    const keyId = mine.key.id;
    expect(await codeOf(revokeKeyOfPerson(own(other), { personId: person.id, keyId }))).toBe("forbidden");
    expect(await codeOf(revokeKeyOfPerson(own(admin), { personId: owner.id, keyId: ofOwner.key.id }))).toBe(
      "forbidden",
    );
    expect(await codeOf(revokeKeyOfPerson(own(admin), { personId: other.id, keyId }))).toBe("notFound");
    expect(await codeOf(listKeysOfPerson(own(other), person.id))).toBe("forbidden");
    expect((await listKeysOfPerson(own(admin), person.id)).map(({ id }) => id)).toEqual([keyId]);
    await revokeKeyOfPerson(own(admin), { personId: person.id, keyId });
    expect(await refused(mine.text)).toBe("unauthenticated");
    await revokeThisKey(await through(ofOwner.text));
    expect(await refused(ofOwner.text)).toBe("unauthenticated");
  });

  test("is named in every event of what was done through it", async () => {
    const person = await asRole("owner");
    const by = await through((await make(person, "desk")).text);
    await revealSecret(by, scope, { name: "STRIPE_KEY" });
    const [event] = await db.auditEvent.findMany({
      where: { actorId: person.id, action: "secret.revealed" },
    });
    expect(event).toMatchObject({ actorKind: "user", actorLabel: person.email });
    expect(JSON.parse(event?.detail ?? "")).toEqual({ version: 1, personalKey: "desk" });
  });
});

describe("what is done through it", () => {
  test("is what the person may do at that moment: a role that changed and a grant that ended count at once", async () => {
    await asRole("owner");
    const person = await asRole("super_admin");
    const { text: key } = await make(person);
    expect(await values(await through(key))).toEqual(["DATABASE_URL", "MAPPED", "STRIPE_KEY"]);
    await changeRole(ctx, { personId: person.id, role: "auditor" });
    expect(await codeOf(values(await through(key)))).toBe("forbidden");
    await changeRole(ctx, { personId: person.id, role: "member" });
    expect(await codeOf(values(await through(key)))).toBe("forbidden");
    const { id } = await grant(person, "run", { ...scope, pattern: "STRIPE_*" });
    expect(await values(await through(key))).toEqual(["STRIPE_KEY"]);
    await deleteGrant(ctx, id);
    expect(await codeOf(values(await through(key)))).toBe("forbidden");
    await grant(person, "run", scope, new Date(ctx.now().getTime() + 1_000).toISOString());
    expect(await values(await through(key))).toEqual(["DATABASE_URL", "STRIPE_KEY"]);
    clock.advanceSeconds(1);
    expect(await codeOf(values(await through(key)))).toBe("forbidden");
  });

  test.each(["see", "edit", "set"])("%s alone reads no value", async (capability) => {
    const person = await asRole("member");
    await grant(person, capability, scope);
    const by = await through((await make(person)).text);
    expect(await codeOf(revealSecret(by, scope, { name: "STRIPE_KEY" }))).toBe("forbidden");
    expect(await codeOf(values(by))).toBe("forbidden");
    expect((await findSecret(by, { ...scope, secret: { name: "STRIPE_KEY" } })).name).toBe("STRIPE_KEY");
  });

  test("a value that was not granted is not there, by whatever it is asked for", async () => {
    const person = await asRole("member");
    await grant(person, "see", scope);
    await grant(person, "run", { ...scope, secret: "STRIPE_KEY" });
    const by = await through((await make(person)).text);
    expect((await revealSecret(by, scope, { name: "stripe_key" })).value.reveal()).toBe("a value");
    for (const name of ["DATABASE_URL", "OF_AGENTS", "MAPPED", "NONE"]) {
      expect(await codeOf(revealSecret(by, scope, { name }))).toBe("notFound");
      expect(await codeOf(readValues(by, scope, { names: [name], knownTags: [] }))).toBe("notFound");
    }
  });

  test("a shared secret comes with a grant where it lives, not with one on what it is mapped into", async () => {
    const person = await asRole("member");
    await grant(person, "run", scope);
    const { text: key } = await make(person);
    expect(await values(await through(key))).toEqual(["DATABASE_URL", "STRIPE_KEY"]);
    await grant(person, "run", { project: "platform", environment: "production", pattern: "SHA*" });
    expect(await values(await through(key))).toEqual(["DATABASE_URL", "MAPPED", "STRIPE_KEY"]);
    expect((await revealSecret(await through(key), scope, { name: "MAPPED" })).value.reveal()).toBe(
      "a value",
    );
  });

  test("a tag of what was read does not outlive the grant", async () => {
    const person = await asRole("member");
    const [all, one] = [
      await grant(person, "run", scope),
      await grant(person, "run", { ...scope, secret: "STRIPE_KEY" }),
    ];
    const { text: key } = await make(person);
    const { tag } = await readValues(await through(key), scope, { names: null, knownTags: [] });
    expect((await readValues(await through(key), scope, { names: null, knownTags: [tag] })).isChanged).toBe(
      false,
    );
    await deleteGrant(ctx, all.id);
    const after = await readValues(await through(key), scope, { names: null, knownTags: [tag] });
    expect(after.isChanged && after.values.map(({ name }) => name)).toEqual(["STRIPE_KEY"]);
    await deleteGrant(ctx, one.id);
  });

  test("in a session nobody reads a value, whatever was granted to them", async () => {
    const member = await asRole("member");
    await grant(member, "manage", scope);
    const { actor } = await through((await make(member)).text);
    const people = [await asRole("owner"), await asRole("super_admin"), await asRole("auditor")];
    for (const person of [...people, { ...member, grants: actor.grants }]) {
      expect(await codeOf(revealSecret(own(person), scope, { name: "STRIPE_KEY" }))).toBe("forbidden");
      expect(await codeOf(values(own(person)))).toBe("forbidden");
    }
  });

  test("nothing that asks for a recent proof, and it says where to do that", async () => {
    const by = await through((await make(await asRole("owner"))).text);
    const { id } = await db.secret.findFirstOrThrow({ where: { name: "STRIPE_KEY" } });
    const targets = {
      ...{ organisation: null, project: { project: scope.project }, environment: scope },
      secret: { ...scope, secret: { id } },
    };
    const sensitive = (Object.keys(POLICY) as Action[]).filter(isSensitive);
    expect(sensitive).toEqual(
      expect.arrayContaining(["person.manage", "apiKey.create", "grant.write", "secret.delete"]),
    );
    for (const action of sensitive) {
      const answer = await failure(authorize(by, action, targets[POLICY[action].target] as never));
      expect([action, answer?.code, answer?.detail]).toEqual([
        action,
        "forbidden",
        expect.stringContaining("in the dashboard"),
      ]);
    }
  });

  test("with Set values alone a new value is stored, and no text beside it", async () => {
    const person = await asRole("member");
    await grant(person, "set", { ...scope, secret: "DATABASE_URL" });
    const by = await through((await make(person)).text);
    const draft = { name: "DATABASE_URL", value: "another value" };
    expect(await codeOf(storeSecret(by, scope, { ...draft, description: "new words" }))).toBe("forbidden");
    expect((await storeSecret(by, scope, { ...draft, description: "" })).outcome).toBe("replaced");
    expect(await codeOf(storeSecret(by, scope, { ...draft, name: "STRIPE_KEY" }))).toBe("forbidden");
    expect(await codeOf(storeSecret(by, scope, { ...draft, name: "NONE" }))).toBe("forbidden");
  });

  test("what it reads stands in the access history under the person, also when the key is gone", async () => {
    const owner = await asRole("owner");
    const { text: key } = await make(owner, "tablet");
    await revealSecret(await through(key), scope, { name: "STRIPE_KEY" });
    await revokeThisKey(await through(key));
    await ctx.usage.flush();
    const { people } = await findAccessHistory(own(owner), { ...scope, secret: { name: "STRIPE_KEY" } });
    expect(people).toContainEqual({
      ...{ person: owner.email, keyName: "tablet", version: 1 },
      lastAt: ctx.now().toISOString(),
    });
  });
});

describe("what ends it", () => {
  const ENDS: Readonly<Record<string, (person: UserActor) => Promise<unknown>>> = {
    "a suspension": ({ id }) => suspendPerson(ctx, id),
    "the removal of the person": ({ id, email }) => removePerson(ctx, { personId: id, confirmation: email }),
    "a reset of second factors": ({ id }) => resetFactors(ctx, id),
  };

  test.each(Object.entries(ENDS))("%s, and each key stands in the log", async (_what, end) => {
    await asRole("owner");
    const person = await asRole("member");
    const keys = [await make(person), await make(person)];
    await end(person);
    for (const { text: key } of keys) expect(await refused(key)).toBe("unauthenticated");
    expect(await db.personalKey.count({ where: { userId: person.id } })).toBe(0);
    const events = await db.auditEvent.findMany({ where: { action: "personalKey.revoked" } });
    expect(events.filter(({ detail }) => detail.includes(person.email))).toHaveLength(2);
  });

  test("a key that is made at the moment of a suspension is none", async () => {
    await asRole("owner");
    for (let round = 0; round < 5; round += 1) {
      const person = await asRole("member");
      await Promise.all([failure(make(person)), suspendPerson(ctx, person.id), failure(make(person))]);
      expect(await db.personalKey.count({ where: { userId: person.id } })).toBe(0);
    }
  });
});
