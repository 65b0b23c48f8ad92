import { describe, expect, test } from "vitest";
import type { Role } from "@/lib/authorization/actor";
import { createSecret, deleteSecret } from "@/lib/secrets/service";
import { createMapping, deleteMapping } from "@/lib/shared-mappings/service";
import type { SignedInCtx } from "@/lib/web/context";
import { testKeys } from "../api-keys.fixture";
import { authenticateKey } from "../authentication/service";
import { revokeApiKey } from "../service";
import { narrowToRead, openApiKeyUse, widenKey } from "./service";

const { ctx, as, asRole, clock, db, auditor, member, mint, draft } = await testKeys();
const DAY_SECONDS = 24 * 60 * 60;
const viewer: SignedInCtx = { ...ctx, actor: await asRole("auditor") };
const stored = async (name: string, scope: object = {}) =>
  (await createSecret(ctx, { ...draft(name), ...scope })).id;
const made = async (input: object = {}) => (await mint(ctx, input)).key.id;
const ref = (keyId: string, project: string | null = "default") => ({ project, keyId });
async function reads(keyId: string, ...secretIds: string[]) {
  const versions = secretIds.map((secretId) => ({ secretId, version: 1 }));
  ctx.usage.noteReads(keyId, versions, ctx.now());
  await ctx.usage.flush();
}
const use = (keyId: string, project = "default") => openApiKeyUse(viewer, project, keyId);
/** Somebody who has just proved who they are. */
const now = async (role: Role) => as(await asRole(role));
const narrow = async (keyId: string) =>
  narrowToRead(await now("owner"), { ...ref(keyId), tag: (await use(keyId)).readTag });
const namesOf = async (keyId: string) => (await use(keyId)).secrets.map(({ name }) => name);

describe("the page of a key", () => {
  test("has what it reaches, what it read last first, and counts what it read in 90 days", async () => {
    const scope = { project: "other" };
    const [old, recent] = [await stored("OLD", scope), await stored("RECENT", scope)];
    await stored("NEVER", scope);
    await stored("FOR_AGENTS", { ...scope, audience: "agents" });
    await stored("ELSEWHERE");
    const keyId = await made(scope);
    await reads(keyId, old);
    clock.advanceSeconds(90 * DAY_SECONDS);
    await reads(keyId, recent);
    expect(await use(keyId, "other")).toMatchObject({
      ...{ key: { id: keyId }, count: 3, readCount: 1 },
      secrets: [
        { name: "RECENT", project: "other", environment: "production", version: 1, lastReadAt: ctx.now() },
        { name: "OLD" },
        { name: "NEVER", version: null, lastReadAt: null },
      ],
    });
  });

  test("counts a shared secret once, however often it is mapped, and only as long as it is", async () => {
    const scope = { project: "other", environment: "staging" };
    const secretId = await stored("SHARED", { project: "platform" });
    const map = (name: string) =>
      createMapping(ctx, { ...scope, name, sharedEnvironment: "production", sharedName: "SHARED" });
    const mappings = [await map("SHARED_1"), await map("SHARED_2")];
    const keyId = await made(scope);
    expect(await use(keyId, "other")).toMatchObject({
      count: 1,
      secrets: [{ name: "SHARED", project: "platform" }],
    });
    await reads(keyId, secretId);
    expect(await use(keyId, "other")).toMatchObject({
      count: 1,
      readCount: 1,
      secrets: [{ name: "SHARED" }],
    });
    for (const { id } of mappings) await deleteMapping(ctx, { ...scope, mappingId: id });
    expect(await use(keyId, "other")).toMatchObject({ count: 0, readCount: 0, secrets: [] });
  });

  test("of one of the whole organisation is in every project; one of another project is not there", async () => {
    const wide = await made({ project: null });
    expect((await use(wide, "other")).key.project).toBeNull();
    const keyId = await made();
    await expect(use(keyId, "other")).rejects.toMatchObject({ code: "notFound" });
    await expect(use("x")).rejects.toMatchObject({ code: "notFound" });
    const by: SignedInCtx = { ...ctx, actor: await asRole("member") };
    await expect(openApiKeyUse(by, "default", keyId)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("shows of 120 secrets a hundred, and of more than 1,000 that there are more", async () => {
    const { id: environmentId } = await db.environment.findFirstOrThrow({
      where: { slug: "development", project: { slug: "other" } },
    });
    const add = (from: number, to: number) =>
      ctx.pool.query(
        `INSERT INTO secrets (id, environment_id, name, name_folded, variable, search_text, created_at, updated_at, updated_by, seal)
       SELECT gen_random_uuid(), $1, 'N' || i, 'n' || i, 'N' || i, 'n' || i, now(), now(), 'x', '' FROM generate_series($2::int, $3::int) i`,
        [environmentId, from, to],
      );
    const keyId = await made({ project: "other", environment: "development" });
    await add(1, 120);
    expect([(await use(keyId, "other")).count, (await use(keyId, "other")).secrets.length]).toEqual([
      120, 100,
    ]);
    await add(121, 1_100);
    expect((await use(keyId, "other")).count).toBe(1_001);
  });
});

describe("narrowing a key to what it read", () => {
  test("leaves it that, on record, and is undone to what it was", async () => {
    const [a, b, c] = [await stored("N_A"), await stored("N_B"), await stored("N_C")];
    const keyId = await made({ secrets: ["N_A", "N_B", "N_C"] });
    await reads(keyId, a, b);
    expect(await narrow(keyId)).toEqual({ name: "ci", count: 2, before: [a, b, c].sort() });
    expect((await namesOf(keyId)).sort()).toEqual(["N_A", "N_B"]);
    await widenKey(await now("owner"), { ...ref(keyId), secrets: [a, b, c] });
    expect((await namesOf(keyId)).sort()).toEqual(["N_A", "N_B", "N_C"]);
    await widenKey(await now("owner"), { ...ref(keyId), secrets: null });
    expect((await use(keyId)).key.secrets).toBeNull();
    const events = await db.auditEvent.findMany({
      where: { action: { in: ["apiKey.narrowed", "apiKey.widened"] }, detail: { contains: keyId } },
      orderBy: { seq: "asc" },
    });
    expect(events.map(({ action, detail }) => [action, JSON.parse(detail)])).toMatchObject([
      ["apiKey.narrowed", { id: keyId, before: 3, secrets: 2 }],
      ["apiKey.widened", { before: 2, secrets: 3 }],
      ["apiKey.widened", { before: 3, secrets: null }],
    ]);
  });

  test("is refused when the key has read another secret since somebody looked, or none at all", async () => {
    const [a, b] = [await stored("S_A"), await stored("S_B")];
    const keyId = await made();
    await expect(narrow(keyId)).rejects.toMatchObject({ code: "conflict" });
    await reads(keyId, a);
    const { readTag: tag } = await use(keyId);
    ctx.usage.noteReads(keyId, [{ secretId: b, version: 1 }], ctx.now());
    await expect(narrowToRead(await now("owner"), { ...ref(keyId), tag })).rejects.toMatchObject({
      code: "conflict",
    });
    expect((await use(keyId)).key.secrets).toBeNull();
  });

  test("is for Owners and Super Admins who proved who they are, of the whole organisation for Owners, and for no key", async () => {
    const a = await stored("W_A");
    const [keyId, wide] = [await made(), await made({ project: null })];
    for (const id of [keyId, wide]) await reads(id, a);
    const { readTag: tag } = await use(keyId);
    const [owner, admin] = [await now("owner"), await now("super_admin")];
    const key = as((await authenticateKey(ctx, (await mint(ctx, { permissions: ["admin"] })).text)).actor);
    for (const by of [auditor, member, key]) {
      await expect(narrowToRead(by, { ...ref(keyId), tag })).rejects.toMatchObject({ code: "forbidden" });
      await expect(widenKey(by, { ...ref(keyId), secrets: null })).rejects.toMatchObject({
        code: "forbidden",
      });
    }
    await expect(narrowToRead(admin, { ...ref(wide, null), tag })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(narrowToRead(owner, { ...ref(wide), tag })).rejects.toMatchObject({ code: "notFound" });
    await narrowToRead(owner, { ...ref(wide, null), tag });
    await narrowToRead(admin, { ...ref(keyId), tag });
    clock.advanceSeconds(16 * 60);
    await expect(widenKey(admin, { ...ref(keyId), secrets: null })).rejects.toMatchObject({
      code: "confirmationNeeded",
    });
  });

  test("leaves out what is gone when it is undone, and what the key could never reach", async () => {
    const by = await now("owner");
    const [a, gone, agents] = [
      await stored("U_A"),
      await stored("U_GONE"),
      await stored("U_AGENTS", { audience: "agents" }),
    ];
    const other = await stored("U_OTHER", { project: "other" });
    const keyId = await made({ secrets: ["U_A", "U_GONE"] });
    await reads(keyId, a);
    await narrow(keyId);
    await deleteSecret(ctx, {
      project: "default",
      environment: "production",
      secretId: gone,
      confirmation: "U_GONE",
    });
    await widenKey(by, { ...ref(keyId), secrets: [a, gone, agents, other] });
    const { allowedSecretIds } = await db.apiKey.findUniqueOrThrow({ where: { id: keyId } });
    expect(allowedSecretIds).toEqual([a]);
  });

  test("does nothing to a key that has ended, and seals no row that somebody else wrote", async () => {
    const by = await now("owner");
    const a = await stored("T_A");
    const [ended, forged] = [await made(), await made()];
    for (const id of [ended, forged]) await reads(id, a);
    await revokeApiKey(by, ref(ended));
    await expect(narrow(ended)).rejects.toMatchObject({ code: "conflict" });
    await db.apiKey.update({ where: { id: forged }, data: { permissions: ["secrets:read", "admin"] } });
    await expect(narrow(forged)).rejects.toMatchObject({ code: "notFound" });
  });

  test("is done once by two at the same moment", async () => {
    const by = await now("owner");
    const keyId = await made();
    await reads(keyId, await stored("R_A"));
    const { readTag: tag } = await use(keyId);
    const undo = () => widenKey(by, { ...ref(keyId), secrets: null });
    await narrowToRead(by, { ...ref(keyId), tag });
    const outcomes = await Promise.allSettled([undo(), undo()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});
