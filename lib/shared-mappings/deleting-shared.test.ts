import { describe, expect, test } from "vitest";
import { createSecret, deleteSecret } from "@/lib/secrets/service";
import { codeOf } from "@/test/failure";
import { here, mappedSecrets, text, there } from "./mapped-secrets.fixture";
import { deleteMapping } from "./service";

const { owner, map, keyed } = await mappedSecrets();

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
