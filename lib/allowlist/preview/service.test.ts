import { generateKeyPairSync } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { authenticateKey } from "@/lib/api-keys/authentication/service";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import { ensureBuiltIns } from "@/lib/projects/service";
import { readChanges } from "@/lib/secrets/changes/service";
import { createSecret } from "@/lib/secrets/service";
import { newMapping } from "@/lib/shared-mappings/schema";
import { createMapping } from "@/lib/shared-mappings/service";
import { testContext } from "@/test/context";
import { cpuMs } from "@/test/cpu-time";
import { CIPHER_METHODS } from "../configuration/model";
import { configuration } from "../configuration/schema";
import { HIDDEN } from "./model";
import { sampleOf } from "./sample-data";
import { checkCompatibility, previewEncryption } from "./service";

const { ctx, as, asRole, database } = await testContext();
const owner = as(await asRole("owner"));
const scope = { project: "default", environment: "production" };
const text = { description: "", category: "custom", audience: "all" } as const;
const sample = {
  method: "POST",
  url: "https://partner.example/v1",
  data: { card: { number: "4111" }, n: 1 },
} as const;
const CANARY = "canary-value-of-31-bytes-exactl";
const pem = generateKeyPairSync("rsa", { modulusLength: 2_048 }).publicKey.export({
  type: "spki",
  format: "pem",
});

beforeAll(async () => {
  await ensureBuiltIns(ctx);
  const store = (name: string, value: string, where = scope) =>
    createSecret(owner, { ...where, ...text, name, value });
  await store("SHORT", CANARY);
  await store("KEY", "x".repeat(32));
  await store("PEM", String(pem));
  await store("SHARED_KEY", "y".repeat(16), { project: "platform", environment: "production" });
  const mapping = { ...scope, name: "MAPPED", sharedEnvironment: "production", sharedName: "SHARED_KEY" };
  await createMapping(owner, newMapping.parse(mapping));
});

const cipher = (method: string, secret: string) => ({
  method,
  key: { from: { secret }, reading: method.includes("RSA") ? "pem" : "utf8" },
});
const events = async () => {
  const { rows } = await database.pool.query(
    "SELECT count(*)::int AS n FROM audit_events WHERE action = 'secret.used'",
  );
  return rows[0].n;
};

describe("a preview", () => {
  const input = configuration.parse({
    headers: [
      { name: "X-Trace", value: { text: "on" } },
      { name: "Authorization", value: { prefix: "Bearer ", from: { secret: "SHORT" } } },
    ],
    query: [{ name: "access_key", value: { from: { secret: "SHORT" } } }],
    encryption: { level: "fields", paths: ["card.number"], cipher: cipher("AES-256-GCM", "NOT_EVEN_THERE") },
    decryption: { level: "body", as: "text" },
    signature: { scheme: "strongroom", from: { secret: "SHORT" } },
    ca: { secret: "SHORT" },
  });

  test("shows what would be sent, with secrets hidden, and looks at none of them", async () => {
    const before = await events();
    const preview = await previewEncryption(owner, scope, input, { ...sample, query: { page: "2" } });
    expect(preview).toEqual({
      method: "POST",
      url: `https://partner.example/v1?access_key=${HIDDEN}&page=2`,
      headers: [
        { name: "content-type", value: "application/json" },
        { name: "X-Trace", value: "on" },
        { name: "Authorization", value: `Bearer ${HIDDEN}` },
        { name: "X-Strongroom-Signature", value: expect.stringMatching(/^t=\d+,v1=[0-9a-f]{64}$/) },
      ],
      body: expect.stringMatching(/^\{"card":\{"number":"[A-Za-z0-9+/=]{44}"\},"n":1\}$/),
    });
    expect(JSON.stringify(preview)).not.toContain("canary");
    expect(await events()).toBe(before);
  });

  test.each(CIPHER_METHODS)("has a key of the right kind for %s, another each time", async (method) => {
    const iv = { from: "secret", iv: { secret: "KEY" }, reading: "hex" };
    const encryption = { level: "body", as: "text", cipher: { ...cipher(method, "KEY"), iv } };
    const show = () => previewEncryption(owner, scope, configuration.parse({ encryption }), sample);
    const [one, two] = await Promise.all([show(), show()]);
    expect(one.body).not.toBe(two.body);
    expect(one.body).not.toContain("4111");
  });

  test("does not wait for the iterations of a derivation", async () => {
    const derivation = { function: "PBKDF2-SHA256", salt: { secret: "KEY" }, iterations: 2_000_000 };
    const key = { from: { secret: "KEY" }, reading: "utf8", derivation };
    const encryption = { level: "body", as: "json", cipher: { method: "AES-128-CBC", key } };
    const show = () => previewEncryption(owner, scope, configuration.parse({ encryption }), sample);
    expect(await cpuMs(show)).toBeLessThan(300);
  });

  test("says which field of the sample is not there", async () => {
    await expect(previewEncryption(owner, scope, input, { ...sample, data: {} })).rejects.toMatchObject({
      code: "validation",
      context: { fields: { "data.card": ["The field card is to be encrypted, and is not there."] } },
    });
  });

  test("is for those who may read endpoints", async () => {
    const show = async (role: "auditor" | "member") =>
      previewEncryption(as(await asRole(role)), scope, input, sample).then(
        () => "shown",
        ({ code }: { code: string }) => code,
      );
    expect([await show("auditor"), await show("member")]).toEqual(["shown", "forbidden"]);
  });
});

describe("sample data", () => {
  test.each([
    ["json", "body", ["card.number", "/card/code", "rows.*.a", "rows.*.b", "x"]],
    ["json", "body", ["*.a", "*.b.c"]],
    ["json", "body", ["__proto__.a"]],
    ["form", "body", ["pan", "list.*"]],
    ["json", "query", ["pan", "user.id"]],
  ])("of %s have the fields of the %s that are to be encrypted: %j", async (contentType, where, paths) => {
    const level = { level: "fields", in: where, paths, cipher: cipher("AES-256-GCM", "KEY") };
    const input = configuration.parse({ contentType, encryption: level });
    const shown = await previewEncryption(owner, scope, input, { ...sample, ...sampleOf("POST", input) });
    expect(JSON.stringify(shown)).not.toContain('"sample"');
  });

  test("are a greeting without any", () => {
    expect(sampleOf("POST", configuration.parse({}))).toEqual({ data: { greeting: "Hello" }, query: {} });
    const text = configuration.parse({ contentType: "text" });
    expect(sampleOf("POST", text)).toEqual({ data: "Hello", query: {} });
  });

  test.each(["GET", "DELETE"] as const)("are what a %s request can have: a query at most", async (method) => {
    const level = { level: "fields", in: "query", paths: ["pan"], cipher: cipher("AES-256-GCM", "KEY") };
    const encrypted = configuration.parse({ encryption: level });
    for (const input of [configuration.parse({}), encrypted]) {
      const made = sampleOf(method, input);
      const shown = await previewEncryption(owner, scope, input, { method, url: sample.url, ...made });
      expect(shown.body).toBeNull();
      expect(Object.keys(made.query)).toEqual(input === encrypted ? ["pan"] : []);
    }
    const inBody = configuration.parse({ encryption: { ...level, in: "body" } });
    expect(sampleOf(method, inBody)).toEqual({ data: undefined, query: {} });
  });
});

describe("whether secrets fit", () => {
  const input = (method: string, secret: string) =>
    configuration.parse({
      headers: [{ name: "X", value: { from: { secret: "key" } } }],
      encryption: { level: "body", as: "text", cipher: cipher(method, secret) },
    });
  const path = "encryption.cipher.key.from";

  test.each([
    ["AES-256-GCM", "SHORT", "AES-256 needs 32 bytes; this secret holds 31."],
    ["AES-256-GCM", "KEY", null],
    ["AES-128-CBC", "MAPPED", null],
    ["AES-256-CBC", "mapped", "AES-256 needs 32 bytes; this secret holds 16."],
    ["RSA-OAEP-256", "PEM", null],
    ["RSA-OAEP-256", "SHORT", "This is not a PEM of a public key."],
    ["AES-256-GCM", "NOT_THERE", "There is no such secret here."],
  ])("%s with %s: %s", async (method, secret, issue) => {
    const checks = await checkCompatibility(owner, scope, input(method, secret));
    expect(checks).toEqual([
      { path: "headers.0.value.from", issue: null },
      { path, issue },
    ]);
  });

  test("is told without a byte of them, and each is on record as used", async () => {
    const before = await events();
    const checks = await checkCompatibility(owner, scope, input("AES-256-GCM", "SHORT"));
    expect(JSON.stringify(checks)).not.toMatch(/canary|xxx/);
    expect(await events()).toBe(before + 2);
    const { page } = await readChanges(owner, scope, "SHORT", {});
    expect(page.items[0]).toMatchObject({ action: "secret.used", detail: { purpose: "fitCheck" } });
    expect(JSON.stringify(page)).not.toContain("canary");
  });

  test("is told to nobody when it cannot be written down", async () => {
    const audit = { ...owner.audit, record: () => Promise.reject(new Error("disk full")) };
    await expect(
      checkCompatibility({ ...owner, audit }, scope, input("AES-256-GCM", "SHORT")),
    ).rejects.toThrow("disk full");
  });

  test("is told to people who may write endpoints only: no Auditor, no Member, no API key", async () => {
    const codeOf = (actor: typeof owner) =>
      checkCompatibility(actor, scope, input("AES-256-GCM", "SHORT")).then(
        () => "told",
        ({ code }: { code: string }) => code,
      );
    const wanted = { name: "k", kind: "service", project: "default", permissions: ["admin", "secrets:read"] };
    const { actor: key } = await authenticateKey(
      ctx,
      (await createApiKey(owner, newApiKey.parse(wanted))).text,
    );
    const actors = [
      owner,
      as(await asRole("super_admin")),
      as(await asRole("auditor")),
      as(await asRole("member")),
    ];
    const codes = await Promise.all([...actors, as(key)].map(codeOf));
    expect(codes).toEqual(["told", "told", "forbidden", "forbidden", "forbidden"]);
  });
});
