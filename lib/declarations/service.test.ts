import { beforeAll, describe, expect, test } from "vitest";
import { authenticateKey } from "@/lib/api-keys/authentication/service";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import { createProject, ensureBuiltIns } from "@/lib/projects/service";
import { createSecret } from "@/lib/secrets/service";
import { createMapping } from "@/lib/shared-mappings/service";
import { connectedApp } from "@/test/connected-app";
import { testContext } from "@/test/context";
import { newDeclarations } from "./schema";
import { findMissing, putDeclarations, readDeclarations, readDeclarationTable } from "./service";

const { ctx, as, asRole, database } = await testContext();
const { db } = database;
const owner = as(await asRole("owner"));
const auditor = as(await asRole("auditor"));
const here = { project: "default", environment: "production" };
const text = { value: "v", description: "", category: "custom", audience: "all" } as const;
const LONG = `LONG_${"X".repeat(200)}`;

beforeAll(async () => {
  await ensureBuiltIns(ctx);
  await createProject(ctx, { slug: "other" });
  await createSecret(owner, { ...here, ...text, name: "database-url" });
  await createSecret(owner, { ...here, ...text, name: "AGENT_TOKEN", audience: "agents" });
  await createSecret(owner, { ...here, project: "platform", ...text, name: "SLACK_TOKEN" });
  await createMapping(owner, {
    ...here,
    name: "ALERTS",
    sharedEnvironment: "production",
    sharedName: "SLACK_TOKEN",
  });
});

const put = (input: object, by = owner, project = "default") =>
  putDeclarations(by, project, newDeclarations.parse(input));
const keyed = async (input: object) => {
  const wanted = {
    name: "k",
    kind: "service",
    project: "default",
    permissions: ["secrets:list", "declarations:write"],
    ...input,
  };
  return as((await authenticateKey(ctx, (await createApiKey(owner, newApiKey.parse(wanted))).text)).actor);
};
const states = (rows: readonly { name: string; isSet: boolean }[]) =>
  Object.fromEntries(rows.map(({ name, isSet }) => [name, isSet]));

test("an app is there once it is connected, for whoever may get its tokens", async () => {
  await put({ required: ["connection:github", "connection:crm", "connection:NOT"] });
  await createSecret(owner, { ...here, ...text, name: "CONNECTION_CRM" });
  const state = async (by = owner) =>
    (await readDeclarations(by, here)).map(({ isSet, mistake }) => [isSet, mistake === null]);
  expect(await state()).toEqual([
    [false, true],
    [false, true],
    [false, false],
  ]);
  await connectedApp(owner, here, { name: "github", credential: "database-url" });
  expect((await state())[0]).toEqual([true, true]);
  expect((await readDeclarationTable(owner, "default")).names[0]?.setIn).toEqual(["production"]);
  expect((await state(await keyed({})))[0]).toEqual([false, true]);
  const user = await keyed({ permissions: ["secrets:list", "connections:use"] });
  expect((await state(user))[0]).toEqual([true, true]);
  expect((await findMissing(owner, here)).names).toEqual(["connection:crm", "connection:NOT"]);
});

describe("what a manifest declares", () => {
  test("is set by a secret or a shared one that becomes the same variable, in the manifest's order", async () => {
    await put({ required: ["DATABASE_URL", "ALERTS", "SMTP_URL"], optional: ["AGENT_TOKEN"] });
    const rows = await readDeclarations(auditor, here);
    expect(rows.map(({ name, requirement, isSet }) => [name, requirement, isSet])).toEqual([
      ["DATABASE_URL", "required", true],
      ["ALERTS", "required", true],
      ["SMTP_URL", "required", false],
      ["AGENT_TOKEN", "optional", true],
    ]);
    expect(states(await readDeclarations(auditor, { ...here, environment: "staging" }))).toMatchObject({
      DATABASE_URL: false,
    });
    expect(await findMissing(auditor, here)).toEqual({ names: ["SMTP_URL"], count: 1 });
  });

  test("replaces what was declared before, whole; the same again changes nothing", async () => {
    const events = () => db.auditEvent.count({ where: { action: "declarations.changed" } });
    await put({ required: ["A", "B"] });
    expect(await put({ required: ["B"], optional: ["C"] })).toEqual({
      required: 1,
      optional: 1,
      isChanged: true,
    });
    const event = await db.auditEvent.findFirstOrThrow({
      where: { action: "declarations.changed" },
      orderBy: { seq: "desc" },
    });
    expect(JSON.parse(event.detail)).toEqual({ required: 1, optional: 1, set: ["C"], removed: ["A"] });
    const before = await events();
    expect(await put({ required: ["B"], optional: ["C"] })).toMatchObject({ isChanged: false });
    expect(await events()).toBe(before);
  });

  test("may be longer than a secret's name, and is told that it can never get a value, and why", async () => {
    await put({ required: [LONG, "1abc", "STRONGROOM_X", "FINE"] });
    const rows = await readDeclarations(auditor, here);
    expect(rows.map(({ mistake }) => mistake)).toEqual([
      expect.stringContaining("at most 128"),
      expect.stringContaining("Start with"),
      expect.stringContaining("reserved"),
      null,
    ]);
  });

  test("of two manifests at once is one or the other", async () => {
    for (let i = 0; i < 5; i += 1) {
      const [a, b] = [{ required: ["X", "Y"] }, { optional: ["Y", "X"] }];
      await Promise.all([put(a), put(b)]);
      const rows = (await readDeclarations(auditor, here)).map(
        ({ name, requirement }) => `${requirement} ${name}`,
      );
      expect([
        ["required X", "required Y"],
        ["optional Y", "optional X"],
      ]).toContainEqual(rows);
    }
  });

  test("of a thousand names is kept; one more is not", async () => {
    const names = Array.from({ length: 1_000 }, (_, i) => `N_${i}`);
    await put({ required: names.slice(0, 600), optional: names.slice(600) });
    expect(await readDeclarations(auditor, here)).toHaveLength(1_000);
    expect(newDeclarations.safeParse({ required: [...names, "M"] }).success).toBe(false);
    expect(newDeclarations.safeParse({ required: names, optional: ["M"] }).success).toBe(false);
  });

  test.each([
    ["a name with a value", { required: ["KEY=hunter2"] }],
    ["a name twice", { required: ["A"], optional: ["A"] }],
    ["a name of 1,025 characters", { required: ["A".repeat(1_025)] }],
    ["an empty name", { optional: [""] }],
    ["a name with a space", { required: ["A B"] }],
    ["a NUL", { required: ["A\0"] }],
    ["a number", { required: [1] }],
    ["an unknown field", { required: [], secrets: [] }],
  ])("is refused for %s, which is not repeated", (_what, input) => {
    const parsed = newDeclarations.safeParse(input);
    expect(parsed.success).toBe(false);
    expect(parsed.error?.message).not.toContain("hunter2");
  });

  test("may be __proto__ like any other name", async () => {
    await put({ required: ["__proto__", "constructor"] });
    const rows = await readDeclarations(auditor, here);
    expect(rows.map(({ name, isSet }) => [name, isSet])).toEqual([
      ["__proto__", false],
      ["constructor", false],
    ]);
  });
});

test("the table tells of every environment", async () => {
  await put({ required: ["DATABASE_URL"], optional: ["1abc"] });
  const table = await readDeclarationTable(auditor, "default");
  expect(table.environments.map(({ slug }) => slug)).toEqual(["production", "staging", "development"]);
  expect(table.names.map(({ name, setIn }) => [name, setIn])).toEqual([
    ["DATABASE_URL", ["production"]],
    ["1abc", []],
  ]);
  expect(await readDeclarationTable(auditor, "other")).toMatchObject({ names: [], declaredAt: null });
});

describe("who may", () => {
  test("declare: Owners, Super Admins and keys with declarations:write; look: those who may list", async () => {
    for (const role of ["auditor", "member"] as const) {
      await expect(put({}, as(await asRole(role)))).rejects.toMatchObject({ code: "forbidden" });
    }
    await expect(readDeclarationTable(as(await asRole("member")), "default")).rejects.toMatchObject({
      code: "forbidden",
    });
    const key = await keyed({});
    await put({ required: ["FROM_A_KEY"] }, key);
    await expect(put({}, key, "other")).rejects.toMatchObject({ code: "notFound" });
    const reader = await keyed({ permissions: ["secrets:list"] });
    await expect(put({}, reader)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("a key learns only of values that it may get, in environments that it may know of", async () => {
    await put({ required: ["DATABASE_URL", "AGENT_TOKEN", "ALERTS"] });
    const read = async (input: object) => states(await readDeclarations(await keyed(input), here));
    expect(await read({})).toEqual({ DATABASE_URL: true, AGENT_TOKEN: false, ALERTS: true });
    expect(await read({ kind: "agent" })).toEqual({ DATABASE_URL: true, AGENT_TOKEN: true, ALERTS: true });
    expect(await read({ secrets: ["alerts"] })).toEqual({
      DATABASE_URL: false,
      AGENT_TOKEN: false,
      ALERTS: true,
    });
    const bound = await keyed({ environment: "staging" });
    await expect(readDeclarations(bound, here)).rejects.toMatchObject({ code: "notFound" });
    const table = await readDeclarationTable(bound, "default");
    expect(table.environments.map(({ slug }) => slug)).toEqual(["staging"]);
  });
});
