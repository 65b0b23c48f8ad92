import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { databaseBehindProxy, startProgram } from "../test/program/program";
import { type Change, NotAllowedError, NotFoundError, Strongroom } from "./src/index.js";

const run = promisify(execFile);
const ALL = ["secrets:list", "secrets:read", "secrets:write", "secrets:delete"];
const VALUE = "postgres://app:s3cr3t/+x@db/app";

const proxy = await databaseBehindProxy();
const folder = mkdtempSync(join(tmpdir(), "strongroom-sdk-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const own = { DATABASE_URL: proxy.url, STRONGROOM_MASTER_KEY: randomBytes(32).toString("hex") };
const program = await startProgram(own);
await program.ready();
const url = program.base;

/** May all that the keys of the tests may, and make them. */
const organisationKey = await firstKey();

/** Each test has a project of its own. */
let project = "";
beforeEach(async () => {
  project = `p-${randomBytes(4).toString("hex")}`;
  await ask("/projects", { slug: project });
});

async function firstKey(): Promise<string> {
  const input = [...ALL, "declarations:write", "admin"].flatMap((permission) => ["--permission", permission]);
  const args = ["dist/admin.mjs", "api-key", "create", "--name", "first", "--organisation", ...input];
  const env = { ...process.env, ...own, STRONGROOM_DATA_DIR: folder };
  return (await run(process.execPath, args, { env })).stdout.trim();
}

async function ask(path: string, body: object): Promise<{ readonly key: string }> {
  const headers = { authorization: `Bearer ${organisationKey}`, "content-type": "application/json" };
  const response = await fetch(`${url}/api/v1${path}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(201);
  return response.json() as Promise<{ readonly key: string }>;
}

async function clientWith(permissions: readonly string[], secrets?: readonly string[]): Promise<Strongroom> {
  const scope = { project, environment: "production" };
  const { key } = await ask("/api-keys", { name: "k", kind: "service", permissions, secrets, ...scope });
  return new Strongroom({ url, apiKey: key });
}

describe("the SDK and the program", () => {
  it("store, list, find, reveal, replace, restore and delete", async () => {
    const client = await clientWith(ALL);
    expect(await client.me()).toMatchObject({ kind: "service", permissions: ALL, environment: "production" });
    expect(await client.secrets.set("DATABASE_URL", VALUE, { description: "main" })).toEqual({
      name: "DATABASE_URL",
      version: 1,
      unchanged: false,
    });
    expect(await client.secrets.set("DATABASE_URL", VALUE)).toMatchObject({ version: 1, unchanged: true });
    expect(await client.secrets.set("DATABASE_URL", " second\n")).toMatchObject({ version: 2 });
    expect(await client.secrets.list()).toMatchObject([
      { name: "DATABASE_URL", description: "main", version: 2 },
    ]);
    expect(await client.secrets.exists("database_url")).toBe(true);
    expect(await client.secrets.exists("OTHER")).toBe(false);
    expect(await client.secrets.reveal("DATABASE_URL")).toMatchObject({ value: " second\n", version: 2 });
    expect(await client.secrets.reveal("DATABASE_URL", { version: 1 })).toMatchObject({ value: VALUE });
    expect(await client.secrets.restore("DATABASE_URL", 1)).toBe(3);
    expect((await client.secrets.versions("DATABASE_URL")).map(({ version }) => version)).toEqual([3, 2, 1]);
    expect(await client.secrets.update("DATABASE_URL", { name: "DB" })).toBe("DB");
    await client.secrets.delete("DB");
    expect(await client.secrets.exists("DB")).toBe(false);
    expect((await client.secrets.changes("DB"))[0]).toMatchObject({ action: "secret.deleted" });
    await expect(client.secrets.delete("DB")).rejects.toBeInstanceOf(NotFoundError);
    await expect(client.secrets.set("1 bad", "")).rejects.toMatchObject({
      code: "validation",
      errors: { name: [expect.any(String)], value: [expect.any(String)] },
    });
  });

  it("read values once and then whether they still hold", async () => {
    const client = await clientWith(ALL);
    await client.secrets.set("A", "first");
    await client.secrets.set("B", "other");
    const statuses: number[] = [];
    vi.stubGlobal("fetch", async (...args: Parameters<typeof fetch>) => {
      const response = await realFetch(...args);
      statuses.push(response.status);
      return response;
    });
    expect(await client.values({ only: ["a"] })).toEqual({ a: "first" });
    expect(await client.values({ only: ["a"] })).toEqual({ a: "first" });
    await client.secrets.set("A", "second");
    expect(await client.values({ only: ["a"] })).toEqual({ a: "second" });
    expect(await client.values()).toEqual({ A: "second", B: "other" });
    vi.unstubAllGlobals();
    expect(statuses).toEqual([200, 304, 200, 200, 200]);
    await expect(client.values({ only: ["A", "C"] })).rejects.toBeInstanceOf(NotFoundError);
  });

  it("watch changes", async () => {
    const client = await clientWith(ALL);
    const changes: Change[] = [];
    let isOpen = false;
    vi.stubGlobal("fetch", async (...args: Parameters<typeof fetch>) => {
      const response = await realFetch(...args);
      isOpen ||= response.headers.get("content-type") === "text/event-stream";
      return response;
    });
    const stop = client.watch((change) => changes.push(change));
    await vi.waitFor(() => expect(isOpen).toBe(true), { timeout: 15_000 });
    vi.unstubAllGlobals();
    await client.secrets.set("A", "first");
    await client.secrets.set("A", "second");
    await client.secrets.delete("A");
    await vi.waitFor(() => expect(changes).toHaveLength(3), { timeout: 15_000 });
    stop();
    expect(
      changes.map((change) => change.type === "secret.changed" && [change.change, change.version]),
    ).toEqual([
      ["created", expect.anything()],
      ["replaced", expect.anything()],
      ["deleted", null],
    ]);
    expect(JSON.stringify(changes)).not.toMatch(/first|second/);
  });

  it("run programs whose environment and base64 come out masked", async () => {
    const client = await clientWith(ALL);
    await client.secrets.set("DATABASE_URL", VALUE);
    await client.secrets.set("OTHER", "not-handed-over");
    const node = `
      console.log(process.env);
      console.log(Buffer.from("x" + process.env.DATABASE_URL).toString("base64"), encodeURIComponent(process.env.DATABASE_URL));
      process.exitCode = 7;`;
    const python = `
import os, sys, base64
print(dict(os.environ))
print(base64.b64encode(os.environb[b"DATABASE_URL"]).decode(), repr(os.environ["DATABASE_URL"]))
sys.exit(7)`;
    const commands = [[process.execPath, "-e", node]];
    if (await hasPython()) commands.push(["python3", "-c", python]);
    for (const command of commands) {
      const ran = await client.exec(command, { secrets: ["DATABASE_URL"], params: { orderId: "1234" } });
      expect(ran.exitCode).toBe(7);
      expect(ran.stdout).toMatch(/'?DATABASE_URL'?: '<secret:database_url>'/);
      expect(ran.stdout).toMatch(/'?STRONGROOM_PARAM_ORDERID'?: '1234'/);
      expect(ran.stdout.match(/<secret:database_url>/g)).toHaveLength(3);
      for (const part of ["s3cr3t", "czNjcjN0", "not-handed-over", "sr_live_"])
        expect(ran.stdout).not.toContain(part);
    }
  });

  it("resolve a configuration", async () => {
    const client = await clientWith(ALL);
    await client.secrets.set("SLACK_TOKEN", "xoxb-1");
    await client.secrets.set("PORT_NUMBER", "5432");
    const schema = {
      required: ["slack"],
      properties: {
        slack: { platformSecret: "SLACK_TOKEN" },
        db: { type: "object", properties: { port: { type: "integer", platformSecret: "PORT_NUMBER" } } },
        mail: { platformSecret: "MAIL_PASSWORD" },
      },
    };
    expect(await client.resolveConfig(schema)).toEqual({ slack: "xoxb-1", db: { port: 5_432 } });
    await expect(client.resolveConfig({ ...schema, required: ["slack", "mail"] })).rejects.toMatchObject({
      code: "incomplete",
      errors: { mail: ["mail needs the secret MAIL_PASSWORD, which is not there."] },
    });
  });

  it("declare names, and map shared secrets", async () => {
    const apiKey = organisationKey;
    const shared = new Strongroom({ url, apiKey, project: "platform", environment: "production" });
    const here = new Strongroom({ url, apiKey, project, environment: "production" });
    await shared.secrets.set("SHARED", VALUE);
    expect(await here.declarations.put({ required: ["HERE"], optional: ["OTHER"] })).toEqual({
      required: 1,
      optional: 1,
      triggers: 0,
      unchanged: false,
    });
    const wanted = { name: "HERE", sharedEnvironment: "production", sharedName: "SHARED" };
    const { id } = await here.mappings.create(wanted);
    await expect(here.mappings.create(wanted)).rejects.toMatchObject({ code: "conflict" });
    expect(await here.mappings.list()).toMatchObject([
      { id, name: "HERE", secret: { name: "SHARED", version: 1 } },
    ]);
    expect(await here.values()).toEqual({ HERE: VALUE });
    expect((await here.declarations.get()).map(({ name, status }) => [name, status])).toEqual([
      ["HERE", "set"],
      ["OTHER", "missing"],
    ]);
    await here.mappings.delete(id);
    await expect(here.mappings.delete(id)).rejects.toBeInstanceOf(NotFoundError);
    expect(await here.values()).toEqual({});
  });

  it("tell what a key may not do apart from what it may not know of", async () => {
    const owner = await clientWith(ALL);
    await owner.secrets.set("A", "first");
    await owner.secrets.set("B", "second");
    const reader = await clientWith(["secrets:read"], ["A"]);
    await expect(reader.secrets.set("A", "x")).rejects.toBeInstanceOf(NotAllowedError);
    await expect(reader.secrets.reveal("B")).rejects.toBeInstanceOf(NotFoundError);
    expect(await reader.values()).toEqual({ A: "first" });
    const nobody = new Strongroom({ url, apiKey: "sr_live_abcdefghijklmnop_wrong" });
    await expect(nobody.me()).rejects.toMatchObject({ code: "unauthenticated", status: 401 });
    const elsewhere = new Strongroom({ url: `${url}/sign-in`, apiKey: "sr_live_x" });
    await expect(elsewhere.me()).rejects.toMatchObject({ code: "notStrongroom" });
  });
});

const realFetch = globalThis.fetch;

async function hasPython(): Promise<boolean> {
  return run("python3", ["--version"]).then(
    () => true,
    () => false,
  );
}
