import { beforeAll, describe, expect, test } from "vitest";
import { authenticateKey } from "@/lib/api-keys/authentication/service";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import type { UserActor } from "@/lib/authorization/actor";
import { newId } from "@/lib/platform/ids";
import { createProject, ensureBuiltIns } from "@/lib/projects/service";
import { readChanges } from "@/lib/secrets/changes/service";
import { listSecrets } from "@/lib/secrets/listing/service";
import { secretQuery } from "@/lib/secrets/schema";
import { createSecret, deleteSecret, editSecret, findSecret } from "@/lib/secrets/service";
import { testContext } from "@/test/context";
import { failure } from "@/test/failure";
import { granter, withGrants } from "./grants.fixture";
import { addMember, createGroup, deleteGroup, removeMember } from "./groups/service";
import { newGrant } from "./schema";
import { createGrant, deleteGrant, listGrants, listGrantsOfPerson, listGrantsTo } from "./service";

const t = await testContext();
const { ctx, as, asRole, clock, database } = t;
const grant = granter(t);
const production = { project: "shop", environment: "production" };
const staging = { project: "shop", environment: "staging" };
const ids = new Map<string, string>();

beforeAll(async () => {
  await ensureBuiltIns(ctx);
  await createProject(ctx, { slug: "shop" });
  await createProject(ctx, { slug: "other" });
  for (const scope of [production, staging, { project: "other", environment: "production" }]) {
    for (const name of ["STRIPE_KEY", "STRIPE_HOOK", "DATABASE_URL"]) await store(scope, name);
  }
});

async function store(scope: typeof production, name: string): Promise<string> {
  const secret = {
    ...scope,
    name,
    value: "v",
    description: "",
    category: "custom",
    audience: "all",
  } as const;
  const { id } = await createSecret(ctx, secret);
  ids.set(`${scope.project}/${scope.environment}/${name}`, id);
  return id;
}

const idOf = (scope: typeof production, name: string) =>
  ids.get(`${scope.project}/${scope.environment}/${name}`) ?? "";

/** What a Member sees of an environment; the code of the refusal where that is none of theirs. */
async function namesSeenBy(person: UserActor, scope = production): Promise<readonly string[] | string> {
  const seen = await withGrants(ctx, person);
  return listSecrets(seen, scope, secretQuery.parse({ sort: "name" })).then(
    ({ items }) => items.map(({ name }) => name),
    (error: { code: string }) => error.code,
  );
}

async function edit(person: UserActor, name: string, change: object): Promise<string> {
  const by = await withGrants(ctx, person);
  const id = idOf(production, name);
  const { revision, description, category, audience } = await findSecret(ctx, {
    ...production,
    secret: { id },
  });
  const input = { ...production, secretId: id, revision, name, description, category, audience, ...change };
  return editSecret(by, input).then(
    () => "done",
    (error: { code: string }) => error.code,
  );
}

describe("what is seen", () => {
  test("is what was granted: a secret, names that begin so, an environment, a project", async () => {
    const cases = [
      [{ ...production, secret: "stripe_key" }, ["STRIPE_KEY"], "notFound"],
      [{ ...production, pattern: "Stripe_*" }, ["STRIPE_HOOK", "STRIPE_KEY"], "notFound"],
      [production, ["DATABASE_URL", "STRIPE_HOOK", "STRIPE_KEY"], "notFound"],
      [{ project: "shop", pattern: "DATA*" }, ["DATABASE_URL"], ["DATABASE_URL"]],
      [
        { project: "shop" },
        ["DATABASE_URL", "STRIPE_HOOK", "STRIPE_KEY"],
        ["DATABASE_URL", "STRIPE_HOOK", "STRIPE_KEY"],
      ],
    ] as const;
    for (const [target, here, there] of cases) {
      const member = await asRole("member");
      expect(await namesSeenBy(member)).toBe("forbidden");
      await grant(member, "see", target);
      expect([target, await namesSeenBy(member), await namesSeenBy(member, staging)]).toEqual([
        target,
        here,
        there,
      ]);
      expect(await namesSeenBy(member, { project: "other", environment: "production" })).toBe("notFound");
    }
  });

  test("follows the secret and not its name, but a pattern follows names", async () => {
    const [one, many] = [await asRole("member"), await asRole("member")];
    const id = await store(production, "RENAMED_A");
    await grant(one, "see", { ...production, secret: "RENAMED_A" });
    await grant(many, "see", { ...production, pattern: "RENAMED_*" });
    expect(await edit(await asRole("owner"), "RENAMED_A", { name: "ZZZ_B" })).toBe("done");
    expect(await namesSeenBy(one)).toEqual(["ZZZ_B"]);
    expect(await namesSeenBy(many)).toEqual([]);
    await deleteSecret(ctx, { ...production, secretId: id, confirmation: "ZZZ_B" });
    // A grant on one secret ends with it.
    expect(await namesSeenBy(one)).toBe("forbidden");
  });

  test("is nothing from the moment on at which a grant ends, is removed, or its person or group goes", async () => {
    const member = await asRole("member");
    const { id } = await grant(member, "see", { ...production, secret: "STRIPE_KEY" });
    await deleteGrant(ctx, id);
    expect(await namesSeenBy(member)).toBe("forbidden");
    await grant(member, "see", { ...production, secret: "STRIPE_KEY" }, "1d");
    expect(await namesSeenBy(member)).toEqual(["STRIPE_KEY"]);
    clock.advanceSeconds(24 * 60 * 60);
    expect(await namesSeenBy(member)).toBe("forbidden");
    await createGroup(ctx, { slug: "billing", name: "Billing" });
    await grant("billing", "see", { ...production, pattern: "STRIPE_*" });
    await addMember(ctx, { group: "billing", person: member.email });
    expect(await namesSeenBy(member)).toEqual(["STRIPE_HOOK", "STRIPE_KEY"]);
    await removeMember(ctx, { group: "billing", person: member.email });
    expect(await namesSeenBy(member)).toBe("forbidden");
    await addMember(ctx, { group: "billing", person: member.email });
    await deleteGroup(ctx, "billing");
    expect(await namesSeenBy(member)).toBe("forbidden");
  });

  test("does not grow with a row that somebody wrote into the database", async () => {
    const member = await asRole("member");
    await grant(member, "see", { ...production, secret: "STRIPE_KEY" });
    await database.pool.query("UPDATE grants SET secret_id = NULL WHERE user_id = $1", [member.id]);
    expect(await namesSeenBy(member)).toBe("forbidden");
  });

  test("is also what the change log, and the log of deleted secrets, go by", async () => {
    const member = await asRole("member");
    await grant(member, "see", { ...production, pattern: "STRIPE_*" });
    const by = await withGrants(ctx, member);
    const log = (name: string) => failure(readChanges(by, production, name, { limit: 5 }));
    expect((await readChanges(by, production, "STRIPE_KEY", { limit: 5 })).page.items).not.toEqual([]);
    for (const name of ["STRIPE_GONE", "GONE_TOO"]) {
      const secretId = await store(production, name);
      await deleteSecret(ctx, { ...production, secretId, confirmation: name });
    }
    expect((await readChanges(by, production, "STRIPE_GONE", { limit: 5 })).page.items).not.toEqual([]);
    expect(await log("GONE_TOO")).toEqual(await log("NEVER_WAS"));
  });
});

describe("what is done takes what was granted for it", () => {
  test.each([
    ["see", "forbidden", "forbidden"],
    ["edit", "done", "forbidden"],
    ["set", "forbidden", "done"],
    ["manage", "done", "done"],
  ] as const)("%s", async (capability, description, value) => {
    const member = await asRole("member");
    await grant(member, capability, { ...production, secret: "STRIPE_KEY" });
    expect(await edit(member, "STRIPE_KEY", { description: `by ${capability}` })).toBe(description);
    expect(await edit(member, "STRIPE_KEY", { value: `by ${capability}` })).toBe(value);
    expect(await edit(member, "DATABASE_URL", { description: "x" })).toBe("notFound");
    const secret = { ...production, secretId: idOf(production, "STRIPE_KEY"), confirmation: "STRIPE_KEY" };
    await expect(deleteSecret(await withGrants(ctx, member), secret)).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("a new value with another description takes both", async () => {
    const member = await asRole("member");
    await grant(member, "set", { ...production, secret: "STRIPE_KEY" });
    expect(await edit(member, "STRIPE_KEY", { value: "new", description: "and more" })).toBe("forbidden");
    await grant(member, "edit", { ...production, secret: "STRIPE_KEY" });
    expect(await edit(member, "STRIPE_KEY", { value: "new", description: "and more" })).toBe("done");
  });
});

describe("a grant is refused", () => {
  const input = (subject: object, target: object, rest: object = {}) =>
    newGrant.parse({ subject, target, capability: "see", ...rest });
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => "done",
      (error: { code: string; context: { fields?: object } }) => [
        error.code,
        ...Object.keys(error.context.fields ?? {}),
      ],
    );

  test("to oneself, to nobody, to who is suspended, and to roles that see everything", async () => {
    const [owner, member, auditor] = [await asRole("owner"), await asRole("member"), await asRole("auditor")];
    const suspended = await asRole("member");
    const row = await ctx.db.user.findUniqueOrThrow({ where: { id: suspended.id } });
    const seal = ctx.seals.of("users", { ...row, status: "suspended" });
    await ctx.db.user.update({ where: { id: suspended.id }, data: { status: "suspended", seal } });
    const to = (email: string) => refusal(createGrant(as(owner), input({ person: email }, production)));
    for (const email of [owner.email, "nobody@example.com", suspended.email, auditor.email])
      expect(await to(email)).toEqual(["validation", "person"]);
    expect(await refusal(createGrant(as(owner), input({ group: "none" }, production)))).toEqual([
      "validation",
      "group",
    ]);
    expect(await to(member.email)).toBe("done");
    expect(await to(member.email)).toEqual(["conflict"]);
  });

  test("by whoever lost their role since they were authorised", async () => {
    const [admin, member] = [await asRole("super_admin"), await asRole("member")];
    const row = await ctx.db.user.findUniqueOrThrow({ where: { id: admin.id } });
    const seal = ctx.seals.of("users", { ...row, role: "auditor" });
    await ctx.db.user.update({ where: { id: admin.id }, data: { role: "auditor", seal } });
    const [by, target] = [as(admin), { ...production, secret: "STRIPE_KEY" }];
    expect(await refusal(createGrant(by, input({ person: member.email }, target)))).toEqual(["conflict"]);
    await createGroup(ctx, { slug: "standing", name: "Standing" });
    expect(await refusal(addMember(by, { group: "standing", person: member.email }))).toEqual(["conflict"]);
    expect(await namesSeenBy(member)).toBe("forbidden");
  });

  test("on what is not there, and with an end that has passed", async () => {
    const member = await asRole("member");
    const on = (target: object, rest?: object) =>
      refusal(createGrant(ctx, input({ person: member.email }, target, rest)));
    expect(await on({ project: "nowhere" })).toEqual(["notFound"]);
    expect(await on({ project: "shop", environment: "moon" })).toEqual(["notFound", "environment"]);
    expect(await on({ ...production, secret: "NOT_THERE" })).toEqual(["notFound", "secret"]);
    expect(await on(production, { expires: "2020-01-01" })).toEqual(["validation", "expires"]);
    expect(newGrant.safeParse({ subject: {}, target: {}, capability: "own" }).success).toBe(false);
    for (const pattern of ["*", "A", "A*B*", "-*", "A *"]) {
      const asked = {
        subject: { person: member.email },
        target: { project: "shop", pattern },
        capability: "see",
      };
      expect([pattern, newGrant.safeParse(asked).success]).toEqual([pattern, false]);
    }
  });

  test("not because a grant of the same has ended, though it is not deleted yet", async () => {
    const member = await asRole("member");
    await grant(member, "see", { ...production, secret: "STRIPE_KEY" }, "1d");
    clock.advanceSeconds(24 * 60 * 60);
    await grant(member, "see", { ...production, secret: "STRIPE_KEY" });
    expect(await namesSeenBy(member)).toEqual(["STRIPE_KEY"]);
  });

  test("not because no name begins like that yet, and says so", async () => {
    const member = await asRole("member");
    expect((await grant(member, "see", { project: "shop", pattern: "NOT_YET_*" })).matches).toBe(0);
    expect((await grant(member, "see", { project: "shop", pattern: "stripe_*" })).matches).toBe(4);
  });

  test("to whoever manages some, beyond that, and where it lets others manage", async () => {
    const [manager, member] = [await asRole("member"), await asRole("member")];
    await grant(manager, "manage", { ...production, pattern: "STRIPE_*" });
    const by = await withGrants(ctx, manager);
    const give = (capability: string, target: object) =>
      refusal(createGrant(by, input({ person: member.email }, target, { capability })));
    expect(await give("set", { ...production, secret: "STRIPE_KEY" })).toBe("done");
    expect(await give("see", { ...production, pattern: "STRIPE_H*" })).toBe("done");
    expect(await give("manage", { ...production, secret: "STRIPE_HOOK" })).toEqual(["forbidden"]);
    expect(await give("see", { ...production, secret: "DATABASE_URL" })).toEqual(["notFound", "secret"]);
    expect(await give("see", { ...production, pattern: "S*" })).toEqual(["forbidden"]);
    expect(await give("see", production)).toEqual(["forbidden"]);
    expect(await give("see", { project: "shop", pattern: "STRIPE_*" })).toEqual(["forbidden"]);
    expect(await give("see", staging)).toEqual(["notFound", "environment"]);
    expect(await give("see", { project: "other" })).toEqual(["notFound"]);
    // What a Member could not have granted they cannot end, nor learn of.
    const { id } = await grant(member, "see", { ...production, secret: "DATABASE_URL" });
    expect(await refusal(deleteGrant(by, id))).toEqual(["notFound"]);
    expect(await refusal(deleteGrant(by, newId()))).toEqual(["notFound"]);
  });
});

describe("who has access", () => {
  test("is listed for a secret, a person and a project, with groups, and without what has ended", async () => {
    const member = await asRole("member");
    const before = (await listGrants(ctx, "shop")).items.length;
    await createGroup(ctx, { slug: "ops", name: "Operations" });
    await addMember(ctx, { group: "ops", person: member.email });
    await grant(member, "set", { ...production, secret: "DATABASE_URL" });
    await grant("ops", "see", { project: "shop", pattern: "DATA*" });
    await grant(member, "see", staging);
    await grant(member, "see", { ...production, secret: "STRIPE_KEY" }, "1d");
    clock.advanceSeconds(24 * 60 * 60);
    const to = await listGrantsTo(ctx, { ...production, secret: { name: "database_url" } });
    const told = to.items.map(({ holder, secret, pattern, capability }) => [
      holder.kind === "group" ? holder.slug : holder.email,
      ...[secret, pattern, capability],
    ]);
    expect(told).toContainEqual([member.email, "DATABASE_URL", null, "set"]);
    expect(told).toContainEqual(["ops", null, "DATA*", "see"]);
    expect(told).not.toContainEqual([member.email, null, null, "see"]);
    expect((await listGrantsOfPerson(ctx, member.id)).items).toHaveLength(3);
    expect((await listGrants(ctx, "shop")).items).toHaveLength(before + 3);
    const first = await listGrants(ctx, "shop", { limit: 1 });
    const second = await listGrants(ctx, "shop", { limit: 1, after: first.next ?? "" });
    expect(second.items[0]?.id).not.toBe(first.items[0]?.id);
  });

  test("is listed to the end, page by page, past a row that somebody wrote into the database", async () => {
    await createProject(ctx, { slug: "paged" });
    const grants: string[] = [];
    for (let n = 0; n < 4; n += 1) {
      clock.advanceSeconds(1);
      grants.push((await grant(await asRole("member"), "see", { project: "paged" })).id);
    }
    await database.pool.query("UPDATE grants SET capability = 'manage' WHERE id = $1", [grants[1]]);
    const found: string[] = [];
    for (let after: string | undefined, pages = 0; pages < 9; pages += 1) {
      const { items, next } = await listGrants(ctx, "paged", { limit: 1, after });
      found.push(...items.map(({ id }) => id));
      if (next === null) break;
      after = next;
    }
    expect(found).toEqual([grants[0], grants[2], grants[3]]);
  });

  test("is on record, in the change log of the one secret too", async () => {
    const member = await asRole("member");
    const { id } = await grant(member, "edit", { ...production, secret: "STRIPE_HOOK" });
    await deleteGrant(ctx, id);
    const { page } = await readChanges(ctx, production, "STRIPE_HOOK", { limit: 2 });
    expect(page.items.map(({ action }) => action)).toEqual(["grant.deleted", "grant.created"]);
    const { detail } = page.items[1] ?? {};
    expect(detail).toMatchObject({ person: member.email, capability: "edit", secret: "STRIPE_HOOK" });
  });
});

describe("an API key with the permission admin", () => {
  const keyOf = async (reach: object) => {
    const wanted = { name: "key", kind: "service", permissions: ["admin", "secrets:list"], ...reach };
    const { text } = await createApiKey(ctx, newApiKey.parse({ ...wanted, expires: "30d" }));
    return as((await authenticateKey(ctx, text)).actor);
  };

  test("of one environment knows of grants in that environment alone, and makes and ends no others", async () => {
    await createProject(ctx, { slug: "keyed" });
    const key = await keyOf({ project: "keyed", environment: "staging" });
    const member = await asRole("member");
    const inStaging = { project: "keyed", environment: "staging" };
    const own = await grant(member, "see", inStaging);
    const elsewhere = await grant(member, "see", { project: "keyed", environment: "production" });
    const wider = await grant(member, "see", { project: "keyed" });
    expect((await listGrants(key, "keyed")).items.map(({ id }) => id)).toEqual([own.id]);
    for (const { id } of [elsewhere, wider])
      expect(await failure(deleteGrant(key, id))).toMatchObject({ code: "notFound" });
    await deleteGrant(key, own.id);
    const asked = (target: object) =>
      createGrant(key, newGrant.parse({ subject: { person: member.email }, target, capability: "see" }));
    expect(await failure(asked({ project: "keyed" }))).toMatchObject({ code: "forbidden" });
    expect(await failure(asked(inStaging))).toBeNull();
  });

  test("grants nothing that it may not do itself", async () => {
    const member = await asRole("member");
    const [reader, writer] = [
      await keyOf({ project: "shop", environment: "*" }),
      await keyOf({
        project: "shop",
        environment: "*",
        permissions: ["admin", "secrets:list", "secrets:write"],
      }),
    ];
    const asked = (capability: string) =>
      newGrant.parse({ subject: { person: member.email }, target: production, capability });
    for (const capability of ["edit", "set", "run", "manage"])
      expect(await failure(createGrant(reader, asked(capability)))).toMatchObject({ code: "forbidden" });
    expect(await failure(createGrant(reader, asked("see")))).toBeNull();
    expect(await failure(createGrant(writer, asked("set")))).toBeNull();
    // Both give values.
    for (const capability of ["run", "manage"])
      expect(await failure(createGrant(writer, asked(capability)))).toMatchObject({ code: "forbidden" });
  });

  test("learns nothing of secrets that are not for its kind", async () => {
    const key = await keyOf({ project: "shop", environment: "production" });
    const member = await asRole("member");
    const hidden = { ...production, name: "AGENTS_ONLY", value: "v", description: "", category: "custom" };
    await createSecret(ctx, { ...hidden, category: "custom", audience: "agents" });
    const { id } = await grant(member, "see", { ...production, secret: "AGENTS_ONLY" });
    const { items } = await listGrants(key, "shop", { limit: 200 });
    expect(items.length).toBeGreaterThan(0);
    expect(items.map((one) => one.id)).not.toContain(id);
    expect(await failure(deleteGrant(key, id))).toMatchObject({ code: "notFound" });
    const pattern = { ...production, pattern: "AGENTS_*" };
    const asked = newGrant.parse({ subject: { person: member.email }, target: pattern, capability: "see" });
    expect((await createGrant(key, asked)).matches).toBe(0);
  });

  test("of a project tells no more of who has an account than who can be granted something", async () => {
    const key = await keyOf({ project: "shop", environment: "*" });
    const everywhere = await keyOf({ project: null });
    const wanted = (email: string) =>
      newGrant.parse({ subject: { person: email }, target: production, capability: "see" });
    const { email } = await asRole("auditor");
    const nobody = await failure(createGrant(key, wanted("nobody@example.com")));
    expect(nobody?.fields).toEqual({ person: ["There is no active Member with this address."] });
    expect(await failure(createGrant(key, wanted(email)))).toEqual(nobody);
    expect((await failure(createGrant(everywhere, wanted(email))))?.fields).not.toEqual(nobody?.fields);
  });
});
