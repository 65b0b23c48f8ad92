import { beforeAll, describe, expect, test } from "vitest";
import { authenticateKey } from "@/lib/api-keys/authentication/service";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import { createProject, ensureBuiltIns } from "@/lib/projects/service";
import { createSecret, deleteSecret } from "@/lib/secrets/service";
import { testContext } from "@/test/context";
import { newMapping } from "./schema";
import { createMapping, deleteMapping } from "./service";

const { ctx, as, asRole } = await testContext();
const owner = as(await asRole("owner"));
const here = { project: "default", environment: "production" };
const there = { project: "platform", environment: "production" };
const text = { value: "v", description: "", category: "custom", audience: "all" } as const;

beforeAll(async () => {
  await ensureBuiltIns(ctx);
  await createProject(ctx, { slug: "other" });
  await createSecret(owner, { ...there, ...text, name: "SLACK_TOKEN" });
});

const map = (name: string, input: object = {}, by = owner) =>
  createMapping(
    by,
    newMapping.parse({ ...here, name, sharedEnvironment: "production", sharedName: "slack_token", ...input }),
  );
const keyed = async (input: object) => {
  const wanted = {
    name: "k",
    kind: "service",
    project: "default",
    permissions: ["admin", "secrets:list"],
    ...input,
  };
  return as((await authenticateKey(ctx, (await createApiKey(owner, newApiKey.parse(wanted))).text)).actor);
};
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: { code?: string }) => error.code,
  );

describe("deleting a shared secret", () => {
  test("is refused while it is mapped, with the places; afterwards it goes", async () => {
    const { id } = await createSecret(owner, { ...there, ...text, name: "SHARED_ONCE" });
    const mapping = await map("ONCE", { sharedName: "SHARED_ONCE", project: "other" });
    const deletion = { ...there, secretId: id, confirmation: "SHARED_ONCE" };
    await expect(deleteSecret(owner, deletion)).rejects.toMatchObject({
      code: "conflict",
      context: { facts: { mappedInto: [{ project: "other", environment: "production", name: "ONCE" }] } },
    });
    const key = await keyed({ project: "platform", permissions: ["secrets:delete"] });
    await expect(deleteSecret(key, deletion)).rejects.toMatchObject({
      code: "conflict",
      context: { facts: { mappedInto: [] } },
    });
    await deleteMapping(owner, { ...here, project: "other", mappingId: mapping.id });
    await deleteSecret(owner, deletion);
  });

  test("at the very moment of being mapped ends in one or the other", async () => {
    for (let i = 0; i < 5; i += 1) {
      const name = `MOMENT_${i}`;
      const { id } = await createSecret(owner, { ...there, ...text, name });
      const [mapped, deleted] = await Promise.all([
        codeOf(map(name, { sharedName: name, project: "other" })),
        codeOf(deleteSecret(owner, { ...there, secretId: id, confirmation: name })),
      ]);
      expect([
        ["done", "conflict"],
        ["conflict", "done"],
        ["notFound", "done"],
      ]).toContainEqual([mapped, deleted]);
    }
  });
});
