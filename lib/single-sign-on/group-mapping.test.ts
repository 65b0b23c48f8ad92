import { beforeAll, describe, expect, it } from "vitest";
import { findAccount } from "@/lib/accounts/store";
import { startSession } from "@/lib/auth/service";
import type { UserActor } from "@/lib/authorization/actor";
import { granter } from "@/lib/grants/grants.fixture";
import { addMember, createGroup, findGroup } from "@/lib/grants/groups/service";
import { createProject, ensureBuiltIns } from "@/lib/projects/service";
import { sealing } from "@/test/seals";
import { LINK_ONLY, testSingleSignOn } from "./sso.fixture";

const { ctx, asRole, db, someone, signIn, lastEvents } = await testSingleSignOn();
const RULES = {
  ...LINK_ONLY,
  groupClaim: "teams",
  groups: [
    { value: "b", group: "billing" },
    { value: "o", group: "ops" },
    { value: "all", group: "billing" },
    { value: "all", group: "ops" },
    { value: "n", group: "nobodys" },
  ],
};
const operator = { ...ctx, actor: { kind: "operator", name: "test" } as const };

beforeAll(async () => {
  await ensureBuiltIns(operator);
  await createProject(operator, { slug: "shop" });
  for (const slug of ["billing", "ops"]) await createGroup(operator, { slug, name: slug });
  await granter({ ctx: operator })("billing", "see", { project: "shop" });
});

/** A Member whom the provider sends, and what they are sent with. */
async function sent() {
  const person = await asRole("member");
  const claims = someone({ email: person.email });
  return { person, comeWith: (teams: unknown, rules = RULES) => signIn(rules, { ...claims, teams }) };
}

async function groupsOf({ email }: UserActor): Promise<Record<string, string>> {
  const held: Record<string, string> = {};
  for (const slug of ["billing", "ops"]) {
    const member = (await findGroup(operator, slug)).people.find((one) => one.email === email);
    if (member) held[slug] = member.source;
  }
  return held;
}

describe("the claim that groups are filled from", () => {
  it.each<[string, unknown, string[]]>([
    ["a list", ["b", "o", "x"], ["billing", "ops"]],
    ["one text", "o", ["ops"]],
    ["a value of several groups", ["all"], ["billing", "ops"]],
    ["nothing for an unknown value", ["billing"], []],
    ["nothing without the claim", undefined, []],
    ["nothing for lists in lists", [["b"]], []],
  ])("puts people into groups by %s", async (_title, teams, slugs) => {
    const { person, comeWith } = await sent();
    await comeWith(teams);
    expect(Object.keys(await groupsOf(person))).toEqual(slugs);
  });

  it("counts in the session that begins, and decides anew at each sign-in, on record", async () => {
    const { person, comeWith } = await sent();
    expect(await comeWith(["b"])).toMatchObject({
      kind: "started",
      actor: { grants: [{ capability: "see" }] },
    });
    expect(await comeWith(["o"])).toMatchObject({ kind: "started", actor: { grants: [] } });
    expect(await groupsOf(person)).toEqual({ ops: "claim" });
    expect((await findGroup(operator, "ops")).people.find(({ id }) => id === person.id)).toMatchObject({
      createdBy: "single sign-on",
    });
    const by = { actorLabel: "single sign-on", detail: { person: person.email } };
    expect(await lastEvents(3)).toMatchObject([
      { action: "group.memberRemoved", targetName: "billing", ...by },
      { action: "group.memberAdded", targetName: "ops", ...by },
      { action: "session.started" },
    ]);
    await comeWith(["o"]);
    expect((await lastEvents(2)).map(({ action }) => action)).toEqual(["session.started", "session.started"]);
    await comeWith(["o"], { ...RULES, groups: [] });
    expect(await groupsOf(person)).toEqual({});
  });

  it("leaves what an admin did, and everybody else", async () => {
    const [one, other] = [await sent(), await sent()];
    await addMember(operator, { group: "billing", person: one.person.email });
    await other.comeWith(["b"]);
    await one.comeWith(["b", "o"]);
    expect(await groupsOf(one.person)).toEqual({ billing: "admin", ops: "claim" });
    await one.comeWith([]);
    expect(await groupsOf(one.person)).toEqual({ billing: "admin" });
    expect(await groupsOf(other.person)).toEqual({ billing: "claim" });
  });

  it("makes no groups, and tells which are missing", async () => {
    const { person, comeWith } = await sent();
    expect(await comeWith(["n", "b"])).toMatchObject({ kind: "started", unknownGroups: ["nobodys"] });
    expect(await groupsOf(person)).toEqual({ billing: "claim" });
    expect(await db.group.count({ where: { slug: "nobodys" } })).toBe(0);
  });

  it("fills no group whose slug somebody wrote into the database", async () => {
    const { comeWith } = await sent();
    await createGroup(operator, { slug: "others", name: "Others" });
    await db.group.update({ where: { slug: "others" }, data: { slug: "nobodys" } });
    expect(await comeWith(["n"])).toMatchObject({ kind: "started", unknownGroups: ["nobodys"] });
    expect(await db.groupMember.count({ where: { group: { slug: "nobodys" } } })).toBe(0);
    await db.group.delete({ where: { slug: "nobodys" } });
  });

  it("puts nobody in whom it does not let in", async () => {
    const { person, comeWith } = await sent();
    await comeWith(["o"]);
    await sealing(ctx, "users", db.user.update({ where: { id: person.id }, data: { status: "suspended" } }));
    expect(await comeWith(["b"])).toMatchObject({ kind: "refused" });
    expect(await groupsOf(person)).toEqual({ ops: "claim" });
  });

  it("is not believed any longer once its person signs in without the provider", async () => {
    const { person, comeWith } = await sent();
    await addMember(operator, { group: "ops", person: person.email });
    await comeWith(["b"]);
    const account = await findAccount(db, ctx.seals, { id: person.id });
    if (!account) throw new Error("no account");
    const { actor } = await startSession(ctx, account, ["passkey"]);
    expect(actor.grants).toEqual([]);
    expect(await groupsOf(person)).toEqual({ ops: "admin" });
    expect((await lastEvents(2))[0]).toMatchObject({ action: "group.memberRemoved", targetName: "billing" });
  });
});
