import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createApiKey } from "@/lib/api-keys/service";
import { createProject } from "@/lib/projects/service";
import { createMapping, deleteMapping } from "@/lib/shared-mappings/service";
import { makeKey, testApi } from "@/test/api/api";
import { sealing } from "@/test/seals";
import { newApiKey } from "../schema";

const { ctx, call, database } = await testApi();
const { db, pool } = database;
await createProject(ctx, { slug: "shop" });
const everything = ["secrets:list", "secrets:read", "secrets:write", "secrets:delete", "admin"] as const;
const writer = await makeKey(ctx, { permissions: ["secrets:write"] });
const owner = await makeKey(ctx, { permissions: everything, project: null });
const at = (environment: string, project = "default") => `?project=${project}&environment=${environment}`;
const store = (name: string, value: string, scope = at("production")) =>
  call(owner, `POST /secrets${scope}`, { name, value });
const narrowed = async (names: readonly string[], args: object = {}) => {
  const wanted = { name: "n", kind: "service", project: "default", environment: "production", ...args };
  const input = { ...wanted, permissions: [...everything], secrets: names };
  return (await createApiKey(ctx, newApiKey.parse(input))).text;
};
const valuesOf = async (key: string, scope = "") =>
  (await call(key, `GET /values${scope}`)).json.values as Record<string, string>;
const fieldsOf = (promise: Promise<unknown>) => promise.catch(({ context }) => context.fields);

describe("a key that is narrowed to a secret", () => {
  test("does not read another one that is renamed to the name it was given", async () => {
    await store("WANTED", "mine");
    await store("LOOT", "not yours");
    const key = await narrowed(["WANTED"]);
    await call(owner, `PATCH /secrets/WANTED${at("production")}`, { name: "WANTED_OLD" });
    expect((await call(writer, "PATCH /secrets/LOOT", { name: "WANTED" })).status).toBe(200);
    expect(await valuesOf(key)).toEqual({ WANTED_OLD: "mine" });
    for (const request of [
      "POST /secrets/WANTED/reveal",
      "GET /secrets/WANTED",
      "HEAD /secrets/WANTED",
      "GET /secrets/WANTED/changes",
      "GET /secrets/WANTED/versions",
      "GET /values?names=WANTED",
      "DELETE /secrets/WANTED",
    ])
      expect([request, (await call(key, request)).status]).toEqual([request, 404]);
    expect((await call(key, "GET /secrets")).json.items).toMatchObject([{ name: "WANTED_OLD" }]);
    expect((await call(key, "GET /me")).json.secrets).toEqual(["WANTED_OLD"]);
  });

  test("does not read another one that is stored under its name after it was deleted; the old log stays", async () => {
    await store("AGAIN", "first");
    const key = await narrowed(["AGAIN"]);
    await call(owner, `DELETE /secrets/AGAIN${at("production")}`);
    expect((await call(key, "GET /secrets/AGAIN/changes")).json.items).toHaveLength(2);
    await store("AGAIN", "second");
    expect((await call(key, "POST /secrets/AGAIN/reveal")).status).toBe(404);
    expect(await valuesOf(key)).toEqual({});
    expect((await call(key, "GET /me")).json.secrets).toEqual([]);
  });

  test("reads a shared one under any name that it is mapped to, and none that its name is mapped to later", async () => {
    for (const name of ["SHARED_A", "SHARED_B"]) await store(name, name, at("production", "platform"));
    const scope = { project: "default", environment: "production" };
    const map = (name: string, sharedName: string) =>
      createMapping(ctx, { ...scope, name, sharedEnvironment: "production", sharedName });
    const first = await map("TOKEN", "SHARED_A");
    const key = await narrowed(["token"]);
    expect(await valuesOf(key)).toEqual({ TOKEN: "SHARED_A" });
    await deleteMapping(ctx, { ...scope, mappingId: first.id });
    await map("TOKEN", "SHARED_B");
    expect(await valuesOf(key)).toEqual({});
    await map("TOKEN_2", "SHARED_A");
    expect(await valuesOf(key)).toEqual({ TOKEN_2: "SHARED_A" });
  });

  test("of several environments holds what had the name in each of them when it was made", async () => {
    await store("EVERYWHERE", "p");
    await store("EVERYWHERE", "s", at("staging"));
    const key = await narrowed(["everywhere"], { environment: "*" });
    await store("EVERYWHERE", "d", at("development"));
    expect(await valuesOf(key, "?environment=production")).toEqual({ EVERYWHERE: "p" });
    expect(await valuesOf(key, "?environment=staging")).toEqual({ EVERYWHERE: "s" });
    expect(await valuesOf(key, "?environment=development")).toEqual({});
    await store("EVERYWHERE", "shop", at("production", "shop"));
    const ofAll = await narrowed(["everywhere"], { project: null, environment: "*" });
    expect(await valuesOf(ofAll, at("production", "shop"))).toEqual({ EVERYWHERE: "shop" });
    expect((await call(ofAll, "GET /me")).json.secrets).toEqual(["EVERYWHERE"]);
  });

  test("makes and renames none, whether the name is taken or not: the answer is the same", async () => {
    await store("KEPT", "1");
    const key = await narrowed(["KEPT"]);
    const answers = await Promise.all(
      ["LOOT", "WANTED", "FREE_NAME"].flatMap((name) => [
        call(key, "POST /secrets", { name, value: "x" }),
        call(key, "PATCH /secrets/KEPT", { name }),
      ]),
    );
    const told = answers.map(({ status, json }) => [status, json.detail]);
    expect(new Set(told.map((each) => each.join())).size).toBe(1);
    expect(told[0]?.[0]).toBe(403);
    expect((await call(key, "POST /secrets", { name: "kept", value: "2" })).json.version).toBe(2);
  });
});

test("a key is narrowed only to what is stored, and every name that is not is told", async () => {
  await store("STORED", "1");
  const made = fieldsOf(narrowed(["STORED", "absent_1", "ABSENT_2"]));
  expect(await made).toEqual({
    secrets: ["There is no secret “absent_1” here.", "There is no secret “absent_2” here."],
  });
});

test("a lookup of a key that is narrowed is the one query that it was", async () => {
  const key = await narrowed(["STORED"]);
  await valuesOf(key);
  const texts: string[] = [];
  const query = pool.query.bind(pool);
  pool.query = ((args: { text?: string }, ...rest: []) => {
    texts.push(args.text ?? "");
    return query(args as never, ...rest);
  }) as typeof pool.query;
  await call(key, "POST /secrets/STORED/reveal");
  pool.query = query;
  expect(texts.filter((text) => text.includes("api_keys"))).toHaveLength(1);
});

test("keys of an older version keep the secrets whose names they had; other names are shown and open nothing", async () => {
  const names = ["migrated", "mapped_here", "nothing_here"];
  await store("Migrated", "1");
  await store("SHARED_C", "2", at("production", "platform"));
  const scope = { project: "default", environment: "production" };
  await createMapping(ctx, {
    ...scope,
    name: "Mapped_Here",
    sharedEnvironment: "production",
    sharedName: "SHARED_C",
  });
  const key = await makeKey(ctx, { permissions: everything, names: [] });
  const { id } = (await call(key, "GET /me")).json;
  await db.apiKey.update({ where: { id }, data: { unresolvedNames: names, allowedSecretIds: [] } });
  const file = "prisma/migrations/20261129010000_keys_hold_secret_ids/migration.sql";
  const text = readFileSync(file, "utf8");
  await pool.query(text.slice(text.indexOf("WITH resolved"), text.indexOf("-- By hand: what the secrets")));
  // The program seals what the migration made of them when it first starts.
  await sealing(ctx, "api_keys", Promise.resolve());
  expect((await call(key, "GET /me")).json.secrets).toEqual(["Mapped_Here", "Migrated"]);
  await store("NOTHING_HERE", "3");
  expect(await valuesOf(key)).toEqual({ Mapped_Here: "2", Migrated: "1" });
  const { items } = (await call(owner, "GET /api-keys?project=default&limit=200")).json;
  expect(items.find((one: { id: string }) => one.id === id)).toMatchObject({
    secrets: ["Mapped_Here", "Migrated"],
    unresolvedNames: ["nothing_here"],
  });
});
