import { beforeAll, describe, expect, test } from "vitest";
import { ensureBuiltIns } from "@/lib/projects/service";
import { createSecret } from "@/lib/secrets/service";
import { testContext } from "@/test/context";
import { failure } from "@/test/failure";
import { addGrant, removeGrant, showGrants } from "./grant";
import { addGroup, changeMembers, removeGroup, showGroups } from "./group";

const { ctx, asRole, clock } = await testContext();
const production = { project: "default", environment: "production" };

beforeAll(async () => {
  await ensureBuiltIns(ctx);
  const text = { value: "v", description: "", category: "custom", audience: "all" } as const;
  for (const name of ["STRIPE_KEY", "STRIPE_HOOK"]) await createSecret(ctx, { ...production, name, ...text });
});

const fieldsOf = async (work: Promise<unknown>) => Object.keys((await failure(work))?.fields ?? {}).sort();

describe("grants from the shell", () => {
  test("are made, listed with their ids, and removed by them", async () => {
    const { email: person } = await asRole("member");
    const made = await addGrant(ctx, {
      ...{ ...production, person, pattern: "STRIPE_*", capability: "set", expires: "30d" },
    });
    const { id } = made.data.grant as { id: string };
    expect(made.lines).toEqual([`Granted, as ${id}.`, "It is about 2 secrets now."]);
    clock.advanceSeconds(1);
    const whole = await addGrant(ctx, { project: "default", person, capability: "see" });
    expect(whole.lines).toHaveLength(1);
    const none = { ...production, person, pattern: "NOT_YET_*", capability: "see" };
    expect((await addGrant(ctx, none)).lines[1]).toBe("No name begins like this yet.");
    const { lines } = await showGrants(ctx, "default");
    const end = new Date(clock.now().getTime() - 1_000 + 30 * 24 * 60 * 60 * 1_000).toISOString();
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe(`${id}  ${person}: set STRIPE_* in default/production, until ${end}`);
    expect(lines).toContainEqual(expect.stringMatching(/: see every secret in default$/));
    expect((await removeGrant(ctx, id)).lines).toEqual([
      `Removed: ${person}: set STRIPE_* in default/production, until ${end}`,
    ]);
    expect((await showGrants(ctx, "default")).lines).toHaveLength(2);
    expect(await failure(removeGrant(ctx, id))).toMatchObject({ code: "notFound" });
    expect(await failure(removeGrant(ctx, "x"))).toMatchObject({ code: "notFound" });
  });

  test("are listed beyond one page", async () => {
    const { email: person } = await asRole("member");
    const before = (await showGrants(ctx, "platform")).lines.length;
    const patterns = Array.from({ length: 101 }, (_, n) => `NAME_${n}_*`);
    await Promise.all(
      patterns.map((pattern) => addGrant(ctx, { project: "platform", person, pattern, capability: "see" })),
    );
    expect((await showGrants(ctx, "platform")).lines).toHaveLength(before + 101);
  });

  test("with something wrong are refused, by the names of the options", async () => {
    const { email: person } = await asRole("member");
    const add = (input: object) =>
      fieldsOf(addGrant(ctx, { ...production, person, capability: "see", ...input }));
    expect(await add({ person: undefined })).toEqual(["person"]);
    expect(await add({ group: "billing" })).toEqual(["person"]);
    expect(await add({ person: "x", capability: "own", expires: "soon", pattern: "*" })).toEqual([
      ...["capability", "expires", "pattern", "person"],
    ]);
    expect(await add({ secret: "STRIPE_KEY", pattern: "STRIPE_*" })).toEqual(["pattern"]);
    expect(await add({ secret: "STRIPE_KEY", environment: undefined })).toEqual(["environment"]);
    expect(await add({ secret: "NOT_THERE" })).toEqual(["secret"]);
    expect(await add({ environment: "moon" })).toEqual(["environment"]);
    expect(await add({ person: undefined, group: "none" })).toEqual(["group"]);
  });
});

describe("groups from the shell", () => {
  test("are made, filled, granted something, emptied and deleted", async () => {
    const { email: person } = await asRole("member");
    expect((await addGroup(ctx, "billing", "Billing")).lines).toEqual(["Group billing is made."]);
    expect(await fieldsOf(addGroup(ctx, "billing", "Billing"))).toEqual(["slug"]);
    expect(await fieldsOf(addGroup(ctx, "Billing!", ""))).toEqual(["name", "slug"]);
    const member = { group: "billing", person: ` ${person.toUpperCase()}` };
    expect((await changeMembers(ctx, "add", member)).lines).toEqual([`${person} is in group billing.`]);
    expect(await failure(changeMembers(ctx, "add", member))).toMatchObject({ code: "conflict" });
    expect(await fieldsOf(changeMembers(ctx, "add", { group: "billing", person: "x" }))).toEqual(["person"]);
    await addGrant(ctx, { ...production, group: "billing", capability: "manage" });
    expect((await showGroups(ctx)).lines).toEqual(["billing: Billing, 1 member, 1 grant"]);
    expect((await showGrants(ctx, "default")).lines).toContainEqual(
      expect.stringMatching(/ {2}group billing: manage every secret in default\/production$/),
    );
    await changeMembers(ctx, "remove", member);
    expect(await failure(changeMembers(ctx, "remove", member))).toMatchObject({ code: "notFound" });
    expect((await removeGroup(ctx, "billing")).lines).toEqual([
      "Group billing is deleted, with what it was granted.",
    ]);
    expect((await showGroups(ctx)).lines).toEqual([]);
    expect(await failure(removeGroup(ctx, "billing"))).toMatchObject({ code: "notFound" });
  });
});
