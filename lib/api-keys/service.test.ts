import { describe, expect, test } from "vitest";
import { createProject } from "@/lib/projects/service";
import { testKeys } from "./api-keys.fixture";
import { authenticateKey } from "./authentication/service";
import { apiKeyRevocation, newApiKey } from "./schema";
import { revokeApiKey } from "./service";

const { ctx, as, asRole, clock, db, owner, admin, auditor, member, base, mint, asKey, list } =
  await testKeys();

/** Everything that is stored, as text. */
async function everything(): Promise<string> {
  const parts = await Promise.all([db.apiKey.findMany(), db.auditEvent.findMany(), db.auditHead.findMany()]);
  return JSON.stringify(parts, (_, value) => {
    if (typeof value === "bigint") return String(value);
    return value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value;
  });
}

describe("making a key", () => {
  test("answers with its text once; neither it nor its secret part is kept anywhere", async () => {
    const { text, key, warnings } = await mint(owner, {
      expires: "90d",
      secrets: ["Database_URL", "database_url"],
    });
    expect(text).toMatch(/^sr_live_[0-9A-Za-z]{16}_[0-9A-Za-z]{43}$/);
    expect(warnings).toEqual([]);
    expect(key).toMatchObject({
      secrets: ["DATABASE_URL"],
      environment: null,
      project: "default",
      status: "active",
    });
    const secret = text.split("_")[3] ?? "";
    expect(await everything()).not.toContain(secret);
    expect(JSON.stringify(await list(owner, "default"))).not.toContain(secret);
    const event = await db.auditEvent.findFirstOrThrow({
      where: { action: "apiKey.created" },
      orderBy: { seq: "desc" },
    });
    expect(JSON.parse(event.detail)).toEqual({
      id: key.id,
      kind: "service",
      permissions: ["secrets:read"],
      secrets: 1,
      expiresAt: key.expiresAt,
    });
  });

  test("is for Owners and Super Admins, also of keys that read values; for the whole organisation for Owners", async () => {
    await mint(admin, { permissions: ["admin", "secrets:read"] });
    for (const by of [auditor, member]) await expect(mint(by)).rejects.toMatchObject({ code: "forbidden" });
    await mint(owner, { project: null });
    await expect(mint(admin, { project: null })).rejects.toMatchObject({ code: "forbidden" });
  });

  test("needs a proof of who one is from the last 15 minutes", async () => {
    const person = await asRole("owner");
    clock.advanceSeconds(16 * 60);
    await expect(mint(as(person))).rejects.toMatchObject({ code: "confirmationNeeded" });
    clock.advanceSeconds(-16 * 60);
  });

  test("warns of one that never ends", async () => {
    expect((await mint(owner)).warnings).toHaveLength(1);
  });

  test("names an environment that is not there and an end in the past, both at once", async () => {
    const wrong = mint(owner, { environment: "nowhere", expires: "2020-01-01" });
    await expect(wrong).rejects.toMatchObject({
      code: "validation",
      context: {
        fields: { environment: [expect.stringContaining("production")], expires: [expect.any(String)] },
      },
    });
    await expect(mint(owner, { project: "nowhere" })).rejects.toMatchObject({ code: "notFound" });
    await expect(mint(owner, { project: null, environment: "production" })).rejects.toMatchObject({
      context: { fields: { environment: [expect.any(String)] } },
    });
  });

  test("names every error in what was asked, and repeats none of it", () => {
    const secret = "hunter2 is my password";
    const parsed = newApiKey.safeParse({
      name: "two\nlines",
      kind: "robot",
      project: "default",
      permissions: ["secrets:read", "secrets:peek"],
      secrets: ["FINE", secret],
      expires: "soon",
      extra: 1,
    });
    const fields = parsed.error?.issues.map(({ path }) => path[0] ?? "form");
    expect(new Set(fields)).toEqual(new Set(["name", "kind", "permissions", "secrets", "expires", "form"]));
    expect(parsed.error?.message).not.toContain(secret);
  });

  test.each([
    ["no permission", { permissions: [] }],
    ["no name of a secret", { secrets: [] }],
    ["501 names", { secrets: Array.from({ length: 501 }, (_, i) => `A${i}`) }],
    ["a name of blanks", { name: "  " }],
    ["a key for a name", { name: "sr_live_0123456789abcdef" }],
    ["a permission that is an object", { permissions: [{ gt: "" }] }],
    ["__proto__ as a permission", { permissions: ["__proto__"] }],
  ])("refuses %s", (_what, input) => {
    expect(newApiKey.safeParse({ ...base, ...input }).success).toBe(false);
  });
});

describe("revoking", () => {
  test("ends a key with its next request, on record once", async () => {
    const { key, text } = await mint(owner);
    const keyId = key.id;
    await authenticateKey(ctx, text);
    expect(await revokeApiKey(admin, { project: "default", keyId })).toEqual({ name: "ci" });
    await revokeApiKey(admin, { project: "default", keyId });
    await expect(authenticateKey(ctx, text)).rejects.toMatchObject({ code: "unauthenticated" });
    const events = await db.auditEvent.findMany({ where: { action: "apiKey.revoked" } });
    expect(events.filter(({ detail }) => detail.includes(keyId))).toHaveLength(1);
  });

  test("finds no key of another project, and one of the whole organisation only for Owners", async () => {
    const { key } = await mint(owner, { project: "other" });
    const elsewhere = revokeApiKey(owner, { project: "default", keyId: key.id });
    await expect(elsewhere).rejects.toMatchObject({ code: "notFound" });
    const everywhere = await mint(owner, { project: null });
    const keyId = everywhere.key.id;
    await expect(revokeApiKey(owner, { project: "default", keyId })).rejects.toMatchObject({
      code: "notFound",
    });
    await expect(revokeApiKey(admin, { project: null, keyId })).rejects.toMatchObject({ code: "forbidden" });
    await revokeApiKey(owner, { project: null, keyId });
    expect(apiKeyRevocation.safeParse({ project: "default", keyId: "x' OR 1=1" }).success).toBe(false);
  });

  test("is not for an Auditor, who sees the list; a Member sees nothing", async () => {
    const { key } = await mint(owner);
    const revoking = revokeApiKey(auditor, { project: "default", keyId: key.id });
    await expect(revoking).rejects.toMatchObject({ code: "forbidden" });
    expect((await list(auditor, "default")).items.length).toBeGreaterThan(0);
    await expect(list(member, "default")).rejects.toMatchObject({ code: "forbidden" });
  });
});

test("a list holds every key once, newest first, page by page; revoked ones apart", async () => {
  await createProject(ctx, { slug: "listed" });
  const made: string[] = [];
  for (let i = 0; i < 5; i += 1) {
    clock.advanceSeconds(1);
    made.unshift((await mint(owner, { project: "listed", name: `k${i}` })).key.id);
  }
  clock.advanceSeconds(1);
  const key = await asKey({ project: "listed", permissions: ["admin"] });
  const seen: string[] = [];
  for (let after: string | undefined, isFirst = true; isFirst || after; isFirst = false) {
    const page = await list(key, "listed", { limit: 2, after });
    seen.push(...page.items.map(({ id }) => id));
    after = page.next ?? undefined;
  }
  expect(seen.slice(1)).toEqual(made);
  await revokeApiKey(owner, { project: "listed", keyId: made[0] ?? "" });
  expect((await list(key, "listed", { show: "revoked" })).items.map(({ id }) => id)).toEqual([made[0]]);
  await expect(list(key, "listed", { after: "e30" })).rejects.toMatchObject({ code: "validation" });
});
