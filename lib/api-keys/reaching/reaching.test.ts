import { expect, test } from "vitest";
import { createSecret } from "@/lib/secrets/service";
import { createMapping } from "@/lib/shared-mappings/service";
import { testKeys } from "../api-keys.fixture";
import { authenticateKey } from "../authentication/service";
import { revokeApiKey } from "../service";
import { KEYS_SHOWN } from "./model";
import { lastReadsIn, listKeysReaching } from "./service";

const { ctx, as, clock, auditor, member, mint, draft } = await testKeys();
const here = { project: "default", environment: "production" };
const made = async (name: string, input: object = {}) => (await mint(ctx, { name, ...input })).key.id;
const stored = async (name: string, input: object = {}) =>
  (await createSecret(ctx, { ...draft(name), ...input })).id;
const reaching = (id: string, options = {}, scope = here) =>
  listKeysReaching(auditor, { ...scope, secret: { id } }, options);

test("the keys that reach a secret are those whose scope, kind, permissions and narrowing say so, and that work", async () => {
  const id = await stored("FOR_AGENTS", { audience: "agents" });
  const agent = { kind: "agent", permissions: ["secrets:list", "secrets:read", "admin"] };
  const [bound, project, wide, narrowed] = [
    await made("bound", { ...agent, environment: "production" }),
    await made("project", agent),
    await made("wide", { ...agent, project: null }),
    await made("narrowed", { ...agent, secrets: ["FOR_AGENTS", "A"] }),
  ];
  await made("of another kind");
  await made("elsewhere", { ...agent, project: "other" });
  await made("of staging", { ...agent, environment: "staging" });
  await made("narrowed to others", { ...agent, secrets: ["A"] });
  await made("for nothing of it", { kind: "agent", permissions: ["admin", "pools:use", "audit:read"] });
  const revoked = await made("revoked", agent);
  await revokeApiKey(ctx, { project: "default", keyId: revoked });
  await made("ended", { ...agent, expires: "1d" });
  clock.advanceSeconds(2 * 24 * 60 * 60);
  ctx.usage.noteReads(project, [{ secretId: id, version: 1 }], ctx.now());
  await ctx.usage.flush();
  const { items, count, next } = await reaching(id);
  expect([count, next]).toEqual([4, null]);
  expect(items[0]).toEqual({
    ...{
      id: project,
      name: "project",
      kind: "agent",
      project: "default",
      environment: null,
      isNarrowed: false,
    },
    ...{ permissions: ["secrets:list", "secrets:read"] },
    ...{ version: 1, lastReadAt: ctx.now() },
  });
  expect(items.map((key) => key.id).sort()).toEqual([bound, project, wide, narrowed].sort());
  expect(items.find((key) => key.id === narrowed)).toMatchObject({ isNarrowed: true, lastReadAt: null });
  expect((await reaching(id, { inPool: true })).count).toBe(5);
});

test("a shared secret is reached by the keys of the places that it is mapped into, and it is said which read it there", async () => {
  const id = await stored("SHARED", { project: "platform" });
  const there = { project: "platform", environment: "production" };
  const keyId = await made("of staging in other", { project: "other", environment: "staging" });
  await made("of production in other", { project: "other", environment: "production" });
  expect((await reaching(id, {}, there)).items.map(({ name }) => name)).not.toContain("of staging in other");
  await createMapping(ctx, {
    ...{ project: "other", environment: "staging", name: "MAPPED" },
    ...{ sharedEnvironment: "production", sharedName: "SHARED" },
  });
  ctx.usage.noteReads(keyId, [{ secretId: id, version: 1 }], ctx.now());
  await ctx.usage.flush();
  const names = (await reaching(id, {}, there)).items.map(({ name }) => name);
  expect(names[0]).toBe("of staging in other");
  expect(names).not.toContain("of production in other");
  expect(await lastReadsIn(auditor, { ...there, secret: { id } })).toEqual([
    { project: "other", environment: "staging", lastAt: ctx.now() },
  ]);
});

test("of many keys a page is shown with how many there are", async () => {
  const id = await stored("POPULAR");
  for (let i = 0; i < KEYS_SHOWN; i += 1) await made(`popular ${i}`, { secrets: ["POPULAR"] });
  const { count, next } = await reaching(id);
  expect(next).toBe(String(KEYS_SHOWN));
  const rest = await reaching(id, { offset: KEYS_SHOWN });
  expect([rest.items.length, rest.count, rest.next]).toEqual([count - KEYS_SHOWN, count, null]);
});

test("is for people who may see keys: not for Members, nor for keys", async () => {
  const target = { ...here, secret: { id: await stored("ASKED") } };
  await expect(listKeysReaching(member, target)).rejects.toMatchObject({ code: "notFound" });
  const { text } = await mint(ctx, { permissions: ["secrets:list", "admin"] });
  const key = as((await authenticateKey(ctx, text)).actor);
  for (const ask of [listKeysReaching, lastReadsIn])
    await expect(ask(key, target)).rejects.toMatchObject({ code: "forbidden" });
});
