import { beforeAll, describe, expect, it } from "vitest";
import { PERMISSIONS } from "@/lib/authorization/permission";
import { createProject } from "@/lib/projects/service";
import { createMapping } from "@/lib/shared-mappings/service";
import { testApi } from "@/test/api/api";

const { call, makeKey, ctx } = await testApi();
await createProject(ctx, { slug: "other" });
const key = await makeKey({ permissions: PERMISSIONS });
const everywhere = await makeKey({ permissions: PERMISSIONS, project: null });
const platform = await makeKey({ permissions: PERMISSIONS, project: "platform" });
const here = "project=default&environment=production";

describe("shared secrets", () => {
  beforeAll(async () => {
    await call(platform, "POST /secrets", { name: "SHARED", value: "shared value" });
    const mapped = await call(everywhere, `POST /shared-mappings?${here}`, {
      name: "TOKEN",
      sharedEnvironment: "production",
      sharedName: "SHARED",
    });
    expect(mapped.status).toBe(201);
  });

  it("are read under their name here, and the record says where", async () => {
    expect((await call(key, "POST /secrets/token/reveal")).json).toEqual({
      name: "TOKEN",
      value: "shared value",
      version: 1,
    });
    const event = await ctx.db.auditEvent.findFirstOrThrow({
      where: { action: "secret.revealed" },
      orderBy: { seq: "desc" },
    });
    const project = await ctx.db.project.findUniqueOrThrow({ where: { slug: "default" } });
    expect([event.projectId, event.targetName]).toEqual([project.id, "TOKEN"]);
  });

  it("exist under that name, and in the list of secrets do not", async () => {
    expect((await call(key, "HEAD /secrets/TOKEN")).status).toBe(200);
    expect((await call(key, "HEAD /secrets/SHARED")).status).toBe(404);
    expect((await call(key, "GET /secrets/TOKEN")).status).toBe(404);
  });

  it("cannot be deleted while a name elsewhere stands for them, and the key learns of the names that it may know", async () => {
    const bound = await call(platform, "DELETE /secrets/SHARED");
    expect([bound.status, bound.json.errors]).toEqual([409, undefined]);
    const free = await call(everywhere, "DELETE /secrets/SHARED?project=platform&environment=production");
    expect([free.status, free.json.errors]).toEqual([409, { mappings: ["default/production: TOKEN"] }]);
  });

  it("take their name from what is made here later", async () => {
    const taken = await call(key, "POST /secrets", { name: "token", value: "x" });
    expect([taken.status, Object.keys(taken.json.errors)]).toEqual([409, ["name"]]);
    expect(taken.text).not.toContain("SHARED");
  });

  it("change the tag of values in every environment that maps them, and of no other", async () => {
    const staging = await makeKey({ environment: "staging" });
    await call(staging, "POST /secrets", { name: "S", value: "1" });
    const tagOf = async (text: string) => (await call(text, "GET /values")).headers.get("etag") ?? "";
    const [tag, stagingTag] = [await tagOf(key), await tagOf(staging)];
    await call(platform, "POST /secrets", { name: "SHARED", value: "changed" });
    await call(platform, "POST /secrets", { name: "NOT_MAPPED", value: "1" });
    expect(await tagOf(key)).not.toBe(tag);
    expect(await tagOf(staging)).toBe(stagingTag);
    expect((await call(staging, "GET /values", undefined, { "if-none-match": tag })).status).toBe(200);
  });
});

describe("the change log", () => {
  it("of a deleted secret is for keys that could know of it", async () => {
    const agent = await makeKey({ kind: "agent" });
    await call(agent, "POST /secrets", { name: "GONE", value: "1", audience: "agents" });
    await call(agent, "DELETE /secrets/GONE");
    expect((await call(agent, "GET /secrets/GONE/changes")).json.items).toHaveLength(2);
    expect((await call(key, "GET /secrets/GONE/changes")).status).toBe(404);
    await call(agent, "POST /secrets", { name: "X", value: "1" });
    const narrowed = await makeKey({ kind: "agent", names: ["X"] });
    expect((await call(narrowed, "GET /secrets/GONE/changes")).status).toBe(404);
  });
});

describe("the audit log", () => {
  it("of a bound key is what is about its place, filtered, page by page and as a file", async () => {
    await call(everywhere, "POST /secrets?project=other&environment=production", {
      name: "ELSEWHERE",
      value: "1",
    });
    await call(key, "POST /secrets", { name: "AUDITED", value: "1" });
    await call(key, "POST /secrets/AUDITED/reveal");
    const { json } = await call(key, "GET /audit?secret=audited");
    expect(json.items.map(({ action }: { action: string }) => action)).toEqual([
      "secret.revealed",
      "secret.created",
    ]);
    expect(json.items[0]).toMatchObject({
      actorKind: "apiKey",
      project: "default",
      environment: "production",
      name: "AUDITED",
    });
    const { id, name } = (await call(key, "GET /me")).json;
    for (const actor of [id, name]) {
      const found = await call(
        key,
        `GET /audit?actor=${encodeURIComponent(actor)}&action=secret.revealed&limit=1`,
      );
      expect(found.json.items).toHaveLength(1);
    }
    const first = await call(key, "GET /audit?limit=1");
    const second = await call(key, `GET /audit?limit=1&cursor=${first.json.next}`);
    expect(second.json.items[0].seq).toBeLessThan(first.json.items[0].seq);
    expect(
      (await call(key, `GET /audit?limit=1&action=secret.created&cursor=${first.json.next}`)).status,
    ).toBe(422);
    const whole = await call(key, "GET /audit/export?format=jsonl");
    expect(whole.text).toContain("AUDITED");
    expect(whole.text).not.toContain("ELSEWHERE");
    expect((await call(everywhere, "GET /audit/export")).text).toContain("ELSEWHERE");
    expect((await call(key, "GET /audit?from=2001-01-01&to=2001-01-02")).json.items).toEqual([]);
    expect((await call(key, "GET /audit?from=yesterday&action=x")).json.errors).toEqual({
      from: [expect.any(String)],
      action: ["There is no such event."],
    });
  });
});

describe("projects", () => {
  it("are told to a key as far as it reaches", async () => {
    expect((await call(key, "GET /projects")).json.items).toEqual([
      { slug: "default", name: "Default", environments: [{ slug: "production", name: "Production" }] },
    ]);
    expect((await call(everywhere, "GET /projects")).json.items).toHaveLength(3);
    const made = await call(everywhere, "POST /projects/other/environments", { slug: "preview" });
    expect([made.status, made.json]).toEqual([201, { slug: "preview", name: "preview" }]);
    const twice = await call(everywhere, "POST /projects/other/environments", { slug: "preview" });
    expect([twice.status, Object.keys(twice.json.errors)]).toEqual([422, ["slug"]]);
  });
});

it("declarations tell what is set, also by a shared secret", async () => {
  await createMapping(ctx, {
    project: "default",
    environment: "staging",
    name: "MAPPED",
    sharedEnvironment: "production",
    sharedName: "SHARED",
  });
  const staging = await makeKey({
    environment: "staging",
    permissions: ["secrets:list", "declarations:write"],
  });
  const put = await call(staging, "PUT /declarations", {
    required: ["MAPPED", "NOT_SET"],
    optional: ["MAYBE"],
  });
  expect(put.json).toEqual({ required: 2, optional: 1, triggers: 0, unchanged: false });
  expect((await call(staging, "GET /declarations")).json.items).toEqual([
    { name: "MAPPED", requirement: "required", status: "set", mistake: null },
    { name: "NOT_SET", requirement: "required", status: "missing", mistake: null },
    { name: "MAYBE", requirement: "optional", status: "missing", mistake: null },
  ]);
});
