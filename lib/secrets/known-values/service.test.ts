import { beforeEach, expect, test } from "vitest";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import type { Role, UserActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { addMember, createGroup } from "@/lib/grants/groups/service";
import { newGrant } from "@/lib/grants/schema";
import { createGrant } from "@/lib/grants/service";
import { findPerson } from "@/lib/people/list/service";
import { removePerson, restorePerson, suspendPerson } from "@/lib/people/membership/service";
import { plansOf } from "@/test/explain";
import { codeOf } from "@/test/failure";
import { createSecret, editSecret, findSecret } from "../service";
import { storedSecrets } from "../stored-secrets.fixture";
import { restoreVersion } from "../versions/service";
import { countValuesToReplace, listKnownBy, listValuesToReplace } from "./service";
import { countKnown, countKnownOf, listKnown, listLeavers } from "./store";

const { ctx, as, asRole, owner, scope, clock, draft, database } = await storedSecrets();
const { db } = database;
const asOwner = async () => as(await asRole("owner"));
const leaver = async (role: Role = "super_admin") => {
  const person = await asRole(role);
  return { person, by: as(person) };
};
const store = async (by: Ctx, name: string) => {
  clock.advanceSeconds(1);
  return (await createSecret(by, draft(name))).id;
};
const replace = async (by: Ctx, id: string, value: string) => {
  const { revision, name, category, audience } = await findSecret(owner, { ...scope, secret: { id } });
  const edit = { name, description: "", category, audience, value };
  await editSecret(by, { ...scope, secretId: id, revision, ...edit });
};
const remove = async ({ id, email }: UserActor, revokesKeys?: "on") =>
  removePerson(await asOwner(), { personId: id, confirmation: email, revokesKeys });
const toReplace = async () => (await listValuesToReplace(owner)).items.map(({ name }) => name);

beforeEach(async () => {
  await db.secret.deleteMany();
});

test("a leaver with 3 keys and 12 typed values is removed: list, revocation and to-do are right", async () => {
  const { person, by } = await leaver();
  const key = { kind: "service", project: "default", permissions: ["secrets:read"] };
  for (const name of ["a", "b", "c"]) await createApiKey(by, newApiKey.parse({ ...key, name }));
  const ids: string[] = [];
  for (let i = 0; i < 12; i += 1) ids.push(await store(by, `TYPED_${String(i).padStart(2, "0")}`));
  await store(owner, "OF_SOMEBODY_ELSE");

  expect(await findPerson(owner, person.id)).toMatchObject({
    ...{ sessions: 1, grants: 0, groups: 0, keys: { count: 3 }, knownValues: 12 },
  });
  expect((await listKnownBy(owner, person.email, 100)).map(({ name }) => name)).toEqual(
    ids.map((_, i) => `TYPED_${String(i).padStart(2, "0")}`),
  );
  expect([await toReplace(), await countValuesToReplace(owner)]).toEqual([[], 0]);

  await remove(person, "on");
  expect(await db.apiKey.count({ where: { createdBy: person.email, revokedAt: null } })).toBe(0);
  const { items } = await listValuesToReplace(owner);
  expect(items).toHaveLength(12);
  expect(items[0]).toMatchObject({ ...scope, name: "TYPED_00", by: person.email });
  expect(await countValuesToReplace(owner)).toBe(12);

  await replace(owner, ids[0] ?? "", "another value");
  expect(await toReplace()).toHaveLength(11);
  expect(await toReplace()).not.toContain("TYPED_00");
  expect(await countValuesToReplace(owner)).toBe(11);
});

test("a suspended person is on the list until they are restored", async () => {
  const { person, by } = await leaver();
  await store(by, "THEIRS");
  await suspendPerson(await asOwner(), person.id);
  expect(await toReplace()).toEqual(["THEIRS"]);
  await restorePerson(await asOwner(), person.id);
  expect(await toReplace()).toEqual([]);
});

test("what counts is who set the current value, whoever had it before", async () => {
  const { person, by } = await leaver();
  const [replaced, restored] = [await store(owner, "REPLACED_BY_THEM"), await store(owner, "RESTORED")];
  await replace(by, replaced, "typed by them");
  await replace(owner, restored, "a newer value");
  const { revision } = await findSecret(owner, { ...scope, secret: { id: restored } });
  await restoreVersion(by, { ...scope, secretId: restored, revision, number: 1 });
  await remove(person);
  expect(await toReplace()).toEqual(["REPLACED_BY_THEM"]);
});

test("a value that they read through a personal key is known as well, until it is replaced", async () => {
  const { person, by } = await leaver();
  const [read, typed, other] = [
    await store(owner, "READ"),
    await store(by, "TYPED_AND_READ"),
    await store(owner, "OTHER"),
  ];
  const reader = { person: person.email, keyName: "laptop" };
  const reads = [read, typed].map((secretId) => ({ secretId, version: 1 }));
  ctx.usage.notePersonalReads(reader, reads, ctx.now());
  ctx.usage.notePersonalReads(
    { ...reader, person: "somebody@example.com" },
    [{ secretId: other, version: 1 }],
    ctx.now(),
  );
  await ctx.usage.flush();
  expect((await listKnownBy(owner, person.email, 10)).map(({ name }) => name)).toEqual([
    "READ",
    "TYPED_AND_READ",
  ]);
  expect(await findPerson(owner, person.id)).toMatchObject({ knownValues: 2 });
  await remove(person);
  expect([await toReplace(), await countValuesToReplace(owner)]).toEqual([["READ", "TYPED_AND_READ"], 2]);
  expect((await listValuesToReplace(owner, { limit: 1 })).items.map(({ name }) => name)).toEqual(["READ"]);
  await replace(owner, read, "another value");
  expect([await toReplace(), await countValuesToReplace(owner)]).toEqual([["TYPED_AND_READ"], 1]);
});

test("what keys and people who are there set is not on the list", async () => {
  const { person, by } = await leaver();
  await store(by, "STAYS");
  await db.secretVersion.updateMany({ data: { createdBy: "ci" } });
  await remove(person);
  await store(owner, "OF_AN_OWNER");
  expect(await toReplace()).toEqual([]);
});

test("grants and groups that end with an account are counted, not those that ended before", async () => {
  const person = await asRole("member");
  const to = (target: object, expires: string) =>
    createGrant(
      ctx,
      newGrant.parse({ subject: { person: person.email }, target, capability: "see", expires }),
    );
  await to({ project: "default" }, "never");
  await to({ project: "default", environment: "staging" }, "1d");
  await createGroup(ctx, { slug: "billing", name: "Billing" });
  await addMember(ctx, { group: "billing", person: person.email });
  expect(await findPerson(owner, person.id)).toMatchObject({ grants: 2, groups: 1 });
  clock.advanceSeconds(2 * 24 * 60 * 60);
  expect(await findPerson(await asOwner(), person.id)).toMatchObject({ grants: 1, groups: 1 });
});

test("pages follow on each other without a gap, over several people", async () => {
  const people = [await leaver(), await leaver()];
  for (const { by, person } of people) {
    for (const name of ["A", "B", "C"]) await store(by, `${name}_${person.id.slice(-6)}`);
    await suspendPerson(await asOwner(), person.id);
  }
  const seen: string[] = [];
  let next: string | null | undefined;
  do {
    const page = await listValuesToReplace(owner, { after: next ?? undefined, limit: 2 });
    seen.push(...page.items.map(({ id }) => id));
    next = page.next;
  } while (next);
  expect(seen).toHaveLength(6);
  expect(new Set(seen).size).toBe(6);
  expect(await codeOf(listValuesToReplace(owner, { after: "x" }))).toBe("validation");
});

test("it is for those who see all secrets", async () => {
  for (const [role, answer] of [
    ["super_admin", "done"],
    ["auditor", "done"],
    ["member", "forbidden"],
  ] as const) {
    const by = as(await asRole(role));
    expect(await codeOf(listValuesToReplace(by))).toBe(answer);
    expect(await codeOf(countValuesToReplace(by))).toBe(answer);
    expect(await codeOf(listKnownBy(by, "a@example.com", 1))).toBe(answer);
  }
});

test("no question reads the whole table of versions, or the whole log", async () => {
  const people = ["a@example.com"];
  const after = { by: "a@example.com", id: "00000000-0000-7000-8000-000000000000" };
  const [leavers, ...known] = await plansOf(ctx.pool, async (sql) => {
    await listLeavers(sql, 10);
    await listKnown(sql, people, after, 10);
    await countKnownOf(sql, people, 10);
    await countKnown(sql, people, { max: 10, looked: 10 });
  });
  expect(leavers).toContain("audit_events_removals");
  expect(known).toHaveLength(3);
  for (const plan of known) {
    expect(plan).toContain("secret_versions_set_by");
    expect(plan).not.toContain("Seq Scan on secret_versions");
  }
});
