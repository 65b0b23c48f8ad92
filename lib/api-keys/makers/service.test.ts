import { expect, test } from "vitest";
import { testKeys } from "@/lib/api-keys/api-keys.fixture";
import { findPerson } from "@/lib/people/list/service";
import { removePerson, suspendPerson } from "@/lib/people/membership/service";
import { codeOf } from "@/test/failure";
import { listKeysMadeBy, revokeKeysMadeBy } from "./service";

const { ctx, as, asRole, clock, db, owner, admin, auditor, member, mint, list } = await testKeys();
const namesOf = async (by: typeof ctx, query: object) =>
  (await list(by, "default", query)).items.map(({ name }) => name).sort();

/** Somebody who made three keys in two projects and one that ended. */
async function maker(role: "owner" | "super_admin") {
  const person = await asRole(role);
  const by = as(person);
  for (const [name, more] of [
    ["first", {}],
    ["second", { project: "other", expires: "30d" }],
    ["over", { expires: "1d" }],
  ] as const)
    await mint(by, { name: `${name} of ${person.email}`, ...more });
  clock.advanceSeconds(2 * 24 * 60 * 60);
  return { person, by };
}
const revokedOf = async (email: string) =>
  (await db.apiKey.findMany({ where: { createdBy: email, revokedAt: { not: null } } }))
    .map(({ name }) => name.split(" ")[0])
    .sort();

test("keys that somebody made and that work are named, whatever their project", async () => {
  const { person } = await maker("super_admin");
  const keys = await listKeysMadeBy(auditor, person.email, 10);
  expect(keys.map(({ name, project }) => `${name.split(" ")[0]} in ${project}`).sort()).toEqual([
    "first in default",
    "second in other",
  ]);
  expect(await codeOf(listKeysMadeBy(member, person.email, 10))).toBe("forbidden");
  expect((await findPerson(owner, person.id))?.keys).toMatchObject({ count: 2 });
});

test("suspending and removing revoke these keys when that is asked for, and not otherwise", async () => {
  const confirmed = () => as(Object.defineProperty({ ...owner.actor }, "confirmedAt", { get: clock.now }));
  const { person } = await maker("super_admin");
  await suspendPerson(confirmed() as typeof ctx, person.id);
  expect(await revokedOf(person.email)).toEqual([]);
  await suspendPerson(confirmed() as typeof ctx, person.id, { revokesKeys: "on" });
  expect(await revokedOf(person.email)).toEqual(["first", "second"]);
  const { person: other } = await maker("super_admin");
  await removePerson(confirmed() as typeof ctx, {
    ...{ personId: other.id, confirmation: other.email, revokesKeys: "on" },
  });
  expect(await revokedOf(other.email)).toEqual(["first", "second"]);
  const events = await db.auditEvent.findMany({ where: { action: "apiKey.revoked" } });
  expect(events).toHaveLength(4);
  expect(new Set(events.map(({ requestId }) => requestId)).size).toBe(1);
});

test("keys of the whole organisation are left where the actor may not revoke them", async () => {
  const { person, by } = await maker("owner");
  await mint(as({ ...by.actor, confirmedAt: clock.now() } as typeof person), {
    name: "everywhere",
    project: null,
  });
  const events = await ctx.db.$transaction((tx) => revokeKeysMadeBy(admin, tx, person.email));
  expect(events.map(({ target }) => target?.name?.split(" ")[0]).sort()).toEqual(["first", "second"]);
  expect((await ctx.db.$transaction((tx) => revokeKeysMadeBy(owner, tx, person.email))).length).toBe(1);
});

test("the list is narrowed by maker, kind, last use and end, all together", async () => {
  const person = await asRole("owner");
  const by = as(person);
  const made = { maker: person.email };
  await mint(by, { name: "soon", expires: "10d" });
  await mint(by, { name: "past", expires: "1d" });
  await mint(by, { name: "endless", kind: "agent" });
  await db.apiKey.updateMany({ where: { name: "endless" }, data: { lastUsedAt: clock.now() } });
  clock.advanceSeconds(2 * 24 * 60 * 60);
  expect(await namesOf(owner, made)).toEqual(["endless", "past", "soon"]);
  expect(await namesOf(owner, { ...made, expires: "soon" })).toEqual(["soon"]);
  expect(await namesOf(owner, { ...made, expires: "past" })).toEqual(["past"]);
  expect(await namesOf(owner, { ...made, expires: "none" })).toEqual(["endless"]);
  expect(await namesOf(owner, { ...made, used: "never" })).toEqual(["past", "soon"]);
  expect(await namesOf(owner, { ...made, used: "30d" })).toEqual([]);
  clock.advanceSeconds(31 * 24 * 60 * 60);
  expect(await namesOf(owner, { ...made, used: "30d" })).toEqual(["endless", "past", "soon"]);
  expect(await namesOf(owner, { ...made, used: "90d" })).toEqual([]);
  expect(await namesOf(owner, { ...made, kind: "agent", expires: "none" })).toEqual(["endless"]);
  expect(await namesOf(owner, { maker: "nobody@example.com" })).toEqual([]);
  expect(await namesOf(owner, { ...made, kind: "nonsense", used: "x", expires: "" })).toHaveLength(3);
});
