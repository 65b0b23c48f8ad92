import { beforeAll, describe, expect, test } from "vitest";
import { authenticateKey } from "@/lib/api-keys/authentication/service";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import { ensureBuiltIns } from "@/lib/projects/service";
import { createSecret, deleteSecret } from "@/lib/secrets/service";
import { newMapping } from "@/lib/shared-mappings/schema";
import { createMapping, deleteMapping } from "@/lib/shared-mappings/service";
import { testContext } from "@/test/context";
import { codeOf } from "@/test/failure";
import { newEndpoint } from "../schema";
import { createEndpoint, deleteEndpoint, findEndpoint } from "../service";
import { secretUses } from "./service";

const { ctx, as, asRole } = await testContext();
const owner = as(await asRole("owner"));
const here = { project: "default", environment: "production" };
const named = { ...here, projectName: "Default", environmentName: "Production" };
const there = { project: "platform", environment: "production" };
const text = { value: "v", description: "", category: "custom", audience: "all" } as const;

beforeAll(() => ensureBuiltIns(ctx));

const stored = (name: string, scope = here) => createSecret(owner, { ...scope, ...text, name });
const use = (name: string, secret: string) => {
  const configuration = { headers: [{ name: "X-Api-Key", value: { from: { secret } } }] };
  return createEndpoint(
    owner,
    newEndpoint.parse({ ...here, name, url: "https://api.example.com/", configuration }),
  );
};
const unuse = (name: string) => deleteEndpoint(owner, { ...here, name, confirmation: name });
const map = (name: string, sharedName: string) =>
  createMapping(owner, newMapping.parse({ ...here, name, sharedEnvironment: "production", sharedName }));
const unmap = (mappingId: string) => deleteMapping(owner, { ...here, mappingId });
describe("a secret in use", () => {
  test("shows where, and is not deleted until it is used no more", async () => {
    const { id } = await stored("USED");
    await use("one", "USED");
    await use("two", "used");
    const usedBy = ["one", "two"].map((endpoint) => ({ ...named, endpoint }));
    expect(await secretUses(owner, { ...here, secret: { id } })).toEqual({ count: 2, uses: usedBy });
    const deletion = { ...here, secretId: id, confirmation: "USED" };
    await expect(deleteSecret(owner, deletion)).rejects.toMatchObject({
      code: "conflict",
      detail: expect.stringContaining("one in Default, Production, two in Default, Production"),
      context: { facts: { usedBy } },
    });
    await unuse("one");
    await expect(deleteSecret(owner, deletion)).rejects.toMatchObject({ code: "conflict" });
    await unuse("two");
    await deleteSecret(owner, deletion);
  });

  test("tells an API key of another place that it is used, and not by what", async () => {
    const { id } = await stored("SHARED", there);
    const mapping = await map("SHARED_HERE", "SHARED");
    await use("mapped", "SHARED_HERE");
    const wanted = { name: "k", kind: "service", project: "platform", permissions: ["secrets:list"] };
    const key = as(
      (await authenticateKey(ctx, (await createApiKey(owner, newApiKey.parse(wanted))).text)).actor,
    );
    expect(await secretUses(key, { ...there, secret: { id } })).toEqual({ count: 1, uses: [] });
    await unuse("mapped");
    await unmap(mapping.id);
  });

  test("at the very moment of being deleted ends in one or the other", async () => {
    for (let i = 0; i < 5; i += 1) {
      const name = `MOMENT_${i}`;
      const { id } = await stored(name);
      const outcomes = await Promise.all([
        codeOf(use(`moment-${i}`, name)),
        codeOf(deleteSecret(owner, { ...here, secretId: id, confirmation: name })),
      ]);
      expect([
        ["done", "conflict"],
        ["conflict", "done"],
        ["validation", "done"],
      ]).toContainEqual(outcomes);
    }
  });
});

describe("a mapping in use", () => {
  test("stays while an endpoint of its environment uses what it brings there", async () => {
    await stored("STAYS", there);
    const mapping = await map("STAYS_HERE", "STAYS");
    await use("stays", "STAYS_HERE");
    await expect(unmap(mapping.id)).rejects.toMatchObject({
      code: "conflict",
      context: { facts: { usedBy: [{ ...named, endpoint: "stays" }] } },
    });
    const second = await map("STAYS_TOO", "STAYS");
    await unmap(mapping.id);
    const { configuration } = await findEndpoint(owner, here, "stays");
    expect(configuration.headers[0]?.value).toEqual({ prefix: "", from: { secret: "STAYS_TOO" } });
    await expect(unmap(second.id)).rejects.toMatchObject({ code: "conflict" });
    await unuse("stays");
    await unmap(second.id);
  });

  test("of two to one secret, taken away at once, one stays", async () => {
    await stored("TWICE", there);
    const mappings = await Promise.all([map("TWICE_A", "TWICE"), map("TWICE_B", "TWICE")]);
    await use("twice", "TWICE_A");
    const outcomes = await Promise.all(mappings.map(({ id }) => codeOf(unmap(id))));
    expect(outcomes.sort()).toEqual(["conflict", "done"]);
  });

  test("at the very moment of being taken away ends in one or the other", async () => {
    for (let i = 0; i < 5; i += 1) {
      await stored(`GOING_${i}`, there);
      const mapping = await map(`GOING_HERE_${i}`, `GOING_${i}`);
      const outcomes = await Promise.all([
        codeOf(use(`going-${i}`, `GOING_HERE_${i}`)),
        codeOf(unmap(mapping.id)),
      ]);
      expect([
        ["done", "conflict"],
        ["conflict", "done"],
        ["validation", "done"],
      ]).toContainEqual(outcomes);
    }
  });
});
