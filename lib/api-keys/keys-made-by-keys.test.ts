import { describe, expect, test } from "vitest";
import { createSecret } from "@/lib/secrets/service";
import { testKeys } from "./api-keys.fixture";
import { revokeApiKey } from "./service";

const { owner, draft, mint, asKey, list } = await testKeys();

describe("a key that makes keys", () => {
  test("makes one within its own scope", async () => {
    const maker = await asKey({
      permissions: ["admin", "secrets:read"],
      environment: "staging",
      expires: "90d",
    });
    const { key } = await mint(maker, { environment: "staging", expires: "30d" });
    expect(key).toMatchObject({ environment: "staging", createdBy: "ci" });
  });

  test.each([
    ["another permission", {}, { permissions: ["secrets:delete"] }, "secrets:delete"],
    ["every environment", { environment: "staging" }, { environment: "*" }, "the environment"],
    ["another environment", { environment: "staging" }, { environment: "production" }, "the environment"],
    ["an environment that is not there", { environment: "staging" }, { environment: "x" }, "the environment"],
    ["another kind", { kind: "agent" }, { kind: "tool" }, "the kind tool"],
    ["every secret", { secrets: ["A"] }, { secrets: null }, "narrowed"],
    ["a later end", { expires: "30d" }, { expires: "90d" }, "expiry"],
    ["no end", { expires: "30d" }, {}, "expiry"],
  ])("is refused %s, and told so", async (_what, own, wanted, named) => {
    const maker = await asKey({ permissions: ["admin", "secrets:read"], ...own });
    const made = mint(maker, { ...own, ...{ expires: "never" }, ...wanted });
    await expect(made).rejects.toMatchObject({ code: "forbidden", detail: expect.stringContaining(named) });
  });

  test("learns of no secret that it does not see: hidden and absent ones are refused in the same words", async () => {
    await createSecret(owner, { ...draft("FOR_AGENTS"), audience: "agents" });
    const fieldsOf = async (own: object, name: string) => {
      const maker = await asKey({ permissions: ["admin", "secrets:read"], ...own });
      const made = mint(maker, { secrets: ["A", name] });
      return made.catch(({ code, context }) => ({
        code,
        text: context.fields.secrets.join().replace(name, ""),
      }));
    };
    for (const own of [{}, { secrets: ["A"] }]) {
      const absent = await fieldsOf(own, "absent");
      expect(absent).toMatchObject({ code: "validation" });
      expect(await fieldsOf(own, "for_agents")).toEqual(absent);
    }
    expect(await fieldsOf({ secrets: ["A"] }, "b")).toMatchObject({ code: "validation" });
  });

  test("that is narrowed lists and revokes no key that is narrowed to other secrets or to none", async () => {
    const maker = await asKey({ permissions: ["admin"], secrets: ["A"] });
    const [own, other, both, wide] = [
      await mint(maker, { permissions: ["admin"], secrets: ["a"] }),
      await mint(owner, { secrets: ["B"] }),
      await mint(owner, { secrets: ["A", "B"] }),
      await mint(owner),
    ];
    const listed = (await list(maker, "default", { limit: 200 })).items;
    expect(listed.map(({ id }) => id)).toContain(own.key.id);
    expect(listed.every(({ secrets }) => secrets?.join() === "A")).toBe(true);
    for (const { key } of [other, both, wide]) {
      const revoking = revokeApiKey(maker, { project: "default", keyId: key.id });
      await expect(revoking).rejects.toMatchObject({ code: "notFound" });
    }
    await revokeApiKey(maker, { project: "default", keyId: own.key.id });
  });

  test("is shown no names of secrets that it does not see in the keys that it lists", async () => {
    const { key } = await mint(owner, { kind: "agent", secrets: ["A", "FOR_AGENTS"] });
    const maker = await asKey({ permissions: ["admin"] });
    const shown = (await list(maker, "default", { limit: 200 })).items.find(({ id }) => id === key.id);
    expect(shown?.secrets).toEqual(["A"]);
    expect(key.secrets).toEqual(["A", "FOR_AGENTS"]);
  });

  test("does not learn of other projects, and makes none for the whole organisation", async () => {
    const maker = await asKey({ permissions: ["admin", "secrets:read"] });
    await expect(mint(maker, { project: "other" })).rejects.toMatchObject({ code: "notFound" });
    await expect(mint(maker, { project: null })).rejects.toMatchObject({ code: "forbidden" });
    await expect(list(maker, "other")).rejects.toMatchObject({ code: "notFound" });
    await expect(list(maker, null)).rejects.toMatchObject({ code: "forbidden" });
    const everywhere = await asKey({ project: null, permissions: ["admin", "secrets:read"] });
    await mint(everywhere, { project: "other" });
  });

  test("needs the permission admin for it", async () => {
    const maker = await asKey({ permissions: ["secrets:read", "secrets:write"] });
    await expect(mint(maker)).rejects.toMatchObject({ code: "forbidden" });
    await expect(list(maker, "default")).rejects.toMatchObject({ code: "forbidden" });
  });

  test("sees and revokes only keys of its environment when it is bound to one", async () => {
    const maker = await asKey({ permissions: ["admin"], environment: "development" });
    const wide = await mint(owner);
    expect((await list(maker, "default")).items.map((key) => key.environment)).toEqual(["development"]);
    const revoking = revokeApiKey(maker, { project: "default", keyId: wide.key.id });
    await expect(revoking).rejects.toMatchObject({ code: "notFound" });
  });
});
