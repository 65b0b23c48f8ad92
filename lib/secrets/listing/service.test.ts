import { beforeAll, describe, expect, test, vi } from "vitest";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import { putDeclarations } from "@/lib/declarations/service";
import { createProject, ensureBuiltIns } from "@/lib/projects/service";
import { testContext } from "@/test/context";
import type { SecretMeta } from "../model";
import { secretQuery } from "../schema";
import { createSecret, editSecret } from "../service";
import { SORTS } from "./model";
import { checkName, findOutside, listSecrets, listSecretsInUse, openListing } from "./service";

const { ctx, as, asRole, clock } = await testContext();
const owner = as(await asRole("owner"));
const environmentRef = { project: "default", environment: "production" };

const SECRETS = [
  ["DATABASE_URL", "Main database", "provider"],
  ["payment-api-key", "Stripe, Größe XL", "tool"],
  ["redis.url", "", "custom"],
  ["SLACK_TOKEN", "100% of the alerts", "tool"],
  ["a_b", "", "custom"],
] as const;

beforeAll(async () => {
  await ensureBuiltIns(ctx);
  for (const [name, description, category] of SECRETS) {
    clock.advanceSeconds(1);
    await createSecret(owner, {
      ...environmentRef,
      name,
      description,
      category,
      value: "v",
      audience: "all",
    });
  }
});

async function namesFor(query: Record<string, string>) {
  const { items } = await listSecrets(owner, environmentRef, secretQuery.parse(query));
  return items.map((item) => item.name);
}

describe("search", () => {
  test.each([
    ["part of a name", { search: "base" }, ["DATABASE_URL"]],
    ["the description", { search: "stripe" }, ["payment-api-key"]],
    ["an umlaut in another case", { search: "GRÖSSE" }, []],
    ["umlauts", { search: "grÖße" }, ["payment-api-key"]],
    ["the beginning, when short", { search: "re" }, ["redis.url"]],
    ["a wildcard as itself", { search: "100%" }, ["SLACK_TOKEN"]],
    ["an underscore as itself", { search: "a_b" }, ["a_b"]],
    ["words in any order", { search: "KEY payment" }, ["payment-api-key"]],
    ["words of name and description", { search: "url main" }, ["DATABASE_URL"]],
    ["another separator", { search: "slack token" }, ["SLACK_TOKEN"]],
    ["another separator, dot", { search: "redis_url" }, ["redis.url"]],
    ["another separator, case and hyphen", { search: "Api.Key" }, ["payment-api-key"]],
    ["short words, the first of which begins the name", { search: "re ur" }, ["redis.url"]],
    ["a short word beside a long one", { search: "pi pay" }, ["payment-api-key"]],
    ["words of which one is nowhere", { search: "payment nowhere" }, []],
    ["a category", { category: "tool" }, ["SLACK_TOKEN", "payment-api-key"]],
    ["nothing", { search: "no such thing" }, []],
    ["SQL as text", { search: "'; DROP TABLE secrets; --" }, []],
  ])("finds by %s", async (_what, query, names) => {
    expect(await namesFor(query)).toEqual(names);
  });
});

test("a search that finds nothing here tells in which other environments it would", async () => {
  const there = {
    ...environmentRef,
    environment: "staging",
    value: "v",
    audience: "all",
    category: "custom",
  } as const;
  for (const name of ["LEGACY_TOKEN", "legacy.key"])
    await createSecret(owner, { ...there, name, description: "" });
  const open = async (search: string) =>
    (await openListing(owner, environmentRef, secretQuery.parse({ search }))).elsewhere;
  expect(await open("legacy")).toEqual([{ environment: "staging", name: "Staging", count: 2 }]);
  expect(await open("token-legacy")).toMatchObject([{ environment: "staging", count: 1 }]);
  expect(await open("nowhere at all")).toEqual([]);
  expect(await open("payment")).toEqual([]);
});

test("secrets of other environments and projects are found by whoever sees all, and by nobody else", async () => {
  await createProject(owner, { slug: "other", name: "Other" });
  const there = {
    project: "other",
    environment: "staging",
    value: "v",
    audience: "all",
    category: "custom",
  } as const;
  await createSecret(owner, { ...there, name: "OUTSIDE_TOKEN", description: "" });
  const names = async (search: string) =>
    (await findOutside(owner, environmentRef, search)).map(({ name, project }) => `${project} ${name}`);
  expect(await names("token-outside")).toEqual(["other OUTSIDE_TOKEN"]);
  expect(await names("stripe")).toEqual([]);
  for (const search of ["", "ou", " - "]) expect(await names(search)).toEqual([]);
  const who = {
    kind: "apiKey",
    id: "x",
    name: "k",
    keyKind: "agent",
    permissions: ["secrets:list"],
  } as const;
  const key = as({ ...who, projectId: null, environmentId: null, allowedSecretIds: null });
  expect(await findOutside(key, environmentRef, "outside")).toEqual([]);
  const member = as(await asRole("member"));
  await expect(findOutside(member, environmentRef, "outside")).rejects.toMatchObject({ code: "forbidden" });
});

describe.each(SORTS)("sorted by %s", (sort) => {
  test.each(["asc", "desc"])("pages hold every secret once, in one order: %s", async (order) => {
    const all: SecretMeta[] = [];
    let after: string | null | undefined;
    while (after !== null) {
      const query = secretQuery.parse({ sort, order, limit: 2, after });
      const page = await listSecrets(owner, environmentRef, query);
      all.push(...page.items);
      after = page.next;
    }
    const ids = async (wanted: object) =>
      (await listSecrets(owner, environmentRef, secretQuery.parse({ sort, ...wanted }))).items.map(
        ({ id }) => id,
      );
    expect(all.map((item) => item.id)).toEqual(await ids({ order }));
    expect(all).toHaveLength(SECRETS.length);
    expect(await ids({ order: order === "asc" ? "desc" : "asc" })).toEqual(all.map(({ id }) => id).reverse());
  });

  test("an altered cursor is refused", async () => {
    const { next } = await listSecrets(owner, environmentRef, secretQuery.parse({ sort, limit: 2 }));
    const other = SORTS.find((s) => s !== sort);
    const altered = [`${next}x`, "e30", Buffer.from('["updated",{"gt":0},"x"]').toString("base64url")];
    for (const after of altered) {
      const query = secretQuery.parse({ sort: after === `${next}x` ? other : sort, after });
      await expect(listSecrets(owner, environmentRef, query)).rejects.toMatchObject({ code: "validation" });
    }
  });
});

test("a page begins with how many match", async () => {
  const { count, environment } = await openListing(
    owner,
    environmentRef,
    secretQuery.parse({ search: "url" }),
  );
  expect([count, environment.name]).toEqual([2, "Production"]);
});

describe("the list tells when a key was handed each value last", () => {
  const all = secretQuery.parse({ sort: "name" });
  const mint = async (name: string) =>
    (
      await createApiKey(
        owner,
        newApiKey.parse({ name, kind: "agent", project: "default", permissions: ["secrets:read"] }),
      )
    ).key.id;

  test("the latest of all keys, and nothing where none has", async () => {
    const page = await listSecretsInUse(owner, environmentRef, all);
    expect(page.items.map(({ lastReadAt }) => lastReadAt)).toEqual([null, null, null, null, null]);
    const [first, second] = page.items;
    if (!first || !second) throw new Error("there are no secrets");
    for (const name of ["earlier", "later"]) {
      clock.advanceSeconds(1);
      ctx.usage.noteReads(await mint(name), [{ secretId: first.id, version: 1 }], clock.now());
      await ctx.usage.flush();
    }
    const { page: opened } = await openListing(owner, environmentRef, all);
    expect(opened.items.map(({ lastReadAt }) => lastReadAt)).toEqual([
      clock.now().toISOString(),
      null,
      null,
      null,
      null,
    ]);
  });

  test("and sorts by it: never comes before all times, and is a filter", async () => {
    const [first] = (await listSecrets(owner, environmentRef, all)).items;
    const sorted = async (order: string) =>
      (await listSecrets(owner, environmentRef, secretQuery.parse({ sort: "used", order }))).items;
    expect((await sorted("desc"))[0]?.id).toBe(first?.id);
    expect((await sorted("asc")).at(-1)?.id).toBe(first?.id);
    const unused = await openListing(owner, environmentRef, secretQuery.parse({ use: "never" }));
    expect(unused.count).toBe(SECRETS.length - 1);
    expect(unused.page.items.map(({ id }) => id)).not.toContain(first?.id);
  });

  test("in one question more, however long the page is", async () => {
    const asked = vi.spyOn(ctx.pool, "query");
    const questionsOf = async (listed: Promise<unknown>) => {
      asked.mockClear();
      await listed;
      return asked.mock.calls.length;
    };
    const plain = await questionsOf(listSecrets(owner, environmentRef, all));
    expect(await questionsOf(listSecretsInUse(owner, environmentRef, all))).toBe(plain + 1);
  });

  test("to people alone", async () => {
    const who = { kind: "apiKey", id: "x", name: "k", keyKind: "agent" } as const;
    const scope = { projectId: null, environmentId: null, allowedSecretIds: null };
    const key = as({ ...who, ...scope, permissions: ["secrets:list"] });
    expect((await listSecrets(key, environmentRef, all)).items).toHaveLength(5);
    for (const list of [listSecretsInUse, openListing])
      await expect(list(key, environmentRef, all)).rejects.toMatchObject({ code: "forbidden" });
  });
});

test("a name is checked while typing: rule, holder, free", async () => {
  expect(await checkName(owner, environmentRef, "1abc")).toEqual({ issue: expect.any(String), holder: null });
  expect(await checkName(owner, environmentRef, "REDIS_URL")).toEqual({ issue: null, holder: "redis.url" });
  expect(await checkName(owner, environmentRef, "FREE")).toEqual({ issue: null, holder: null });
});

test("the age of a value is counted from when it was stored, whatever else was changed since", async () => {
  const aged = async (age: string) =>
    (await openListing(owner, environmentRef, secretQuery.parse({ age, sort: "replaced", order: "asc" })))
      .page.items;
  expect(await aged("30")).toEqual([]);
  clock.advanceSeconds(91 * 86_400);
  expect(await aged("90")).toHaveLength(SECRETS.length);
  expect(await aged("180")).toEqual([]);
  const [replaced, described] = await aged("90");
  if (!replaced || !described) throw new Error("there are no secrets");
  for (const [{ id: secretId, revision, name, description, category, audience }, more] of [
    [replaced, { value: "another value" }],
    [described, { description: "Other words" }],
  ] as const)
    await editSecret(owner, {
      ...{ ...environmentRef, secretId, revision, name, description, category, audience },
      ...more,
    });
  const names = (await aged("90")).map(({ name }) => name);
  expect(names).not.toContain(replaced.name);
  expect(names).toContain(described.name);
});

test("what the project requires is found by the variable that a name becomes", async () => {
  await putDeclarations(owner, "default", { required: ["REDIS_URL", "MISSING_ONE"], optional: ["A_B"] });
  expect(await namesFor({ need: "required" })).toEqual(["redis.url"]);
});
