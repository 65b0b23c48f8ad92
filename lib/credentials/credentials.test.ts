import { expect, test } from "vitest";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import { testPools } from "@/lib/pools/pools.fixture";
import { providerOf } from "@/lib/secrets/provider-keys/model";
import { listProviderKeys } from "@/lib/secrets/provider-keys/service";
import { createSecret } from "@/lib/secrets/service";
import { codeOf } from "@/test/failure";
import { countCredentials } from "./service";

const t = await testPools();
const { as, asRole, owner, draft, put } = t;

const store = (name: string, environment: string, category: "provider" | "tool" | "custom" = "provider") =>
  createSecret(owner, { ...draft(name), environment, category });
const namesOf = async (after?: string) =>
  (await listProviderKeys(owner, "default", after)).items.map(({ name }) => name);

test("keys for providers and tools are listed once for all environments, with pools and the last read", async () => {
  await store("openai-key", "staging");
  await store("OPENAI-KEY", "production");
  await store("OPENAI_BATCH", "production");
  await store("Browser.Tool", "production", "tool");
  await store("OTHER", "production", "custom");
  await put("ai", ["OPENAI_BATCH"]);
  await t.database.pool.query(`UPDATE secret_last_reads SET last_at = '2026-07-01' WHERE secret_id IN (
    SELECT id FROM secrets WHERE name = 'OPENAI-KEY')`);
  const { items, next } = await listProviderKeys(owner, "default");
  expect(next).toBeNull();
  expect(
    items.map(({ name, provider, category, pools, scopes }) => [
      ...[name, provider, category, pools],
      scopes.map(({ environment, name: there, lastReadAt }) => [
        ...[environment.slug, there, lastReadAt?.toISOString().slice(0, 10) ?? "never"],
      ]),
    ]),
  ).toEqual([
    ["Browser.Tool", "Browser", "tool", [], [["production", "Browser.Tool", "never"]]],
    [
      ...["OPENAI-KEY", "OpenAI", "provider", []],
      [
        ["production", "OPENAI-KEY", "2026-07-01"],
        ["staging", "openai-key", "never"],
      ],
    ],
    ["OPENAI_BATCH", "OpenAI", "provider", ["ai"], [["production", "OPENAI_BATCH", "never"]]],
  ]);
});

test.each([
  ["OPENAI_API_KEY", "OpenAI"],
  ["stripe-live-key", "Stripe"],
  ["github.token", "GitHub"],
  ["_private", "Private"],
  ["X", "X"],
  ["___", "___"],
])("%s is a key for %s", (name, provider) => {
  expect(providerOf(name)).toBe(provider);
});

test("each kind is counted, with what ends soon and what was never used", async () => {
  const make = (name: string, expires: string) =>
    createApiKey(
      owner,
      newApiKey.parse({ name, expires, kind: "service", project: "default", permissions: ["secrets:list"] }),
    );
  const before = await countCredentials(owner, "default");
  await make("soon", "13d");
  await make("later", "90d");
  const after = await countCredentials(owner, "default");
  const countsOf = (counts: typeof before) =>
    Object.fromEntries(counts.map(({ kind, ...rest }) => [kind, rest]));
  const keys = countsOf(before).apiKeys;
  expect(countsOf(after)).toEqual({
    apiKeys: { count: (keys?.count ?? 0) + 2, endsSoon: 1, neverUsed: (keys?.neverUsed ?? 0) + 2 },
    sshKeys: { count: 0, endsSoon: 0, neverUsed: 0 },
    providerKeys: { count: 4, endsSoon: null, neverUsed: 3 },
    pools: { count: 1, endsSoon: null, neverUsed: null },
    connections: { count: 0, endsSoon: 0, neverUsed: 0 },
    triggers: { count: 0, endsSoon: null, neverUsed: 0 },
    managers: { count: 0, endsSoon: null, neverUsed: null },
  });
});

test("a page ends at a name, and the next one begins after it", async () => {
  for (let i = 100; i < 202; i += 1) await store(`ZZ_${i}`, i % 2 ? "staging" : "development");
  const first = await listProviderKeys(owner, "default");
  expect(first.items).toHaveLength(100);
  expect(first.next).toBe("zz_196");
  expect(await namesOf(first.next ?? "")).toEqual(["ZZ_197", "ZZ_198", "ZZ_199", "ZZ_200", "ZZ_201"]);
});

test("others than those who see all secrets are refused", async () => {
  const member = as(await asRole("member"));
  expect(await codeOf(countCredentials(member, "default"))).toBe("forbidden");
  expect(await codeOf(listProviderKeys(member, "default"))).toBe("forbidden");
  expect(await codeOf(listProviderKeys(owner, "nowhere"))).toBe("notFound");
});
