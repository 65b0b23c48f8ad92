import { describe, expect, it } from "vitest";
import { createMapping } from "@/lib/shared-mappings/service";
import { testApi } from "@/test/api/api";

const { call, makeKey, ctx } = await testApi();
const key = await makeKey({ permissions: ["secrets:list", "secrets:read", "secrets:write"] });
const scope = { project: "default", environment: "production" };
const importMany = (secrets: object[], more: object = {}, by = key) =>
  call(by, "POST /secrets/import", { secrets, ...more });
const revealed = async (name: string) => (await call(key, `POST /secrets/${name}/reveal`)).json.value;

describe("an import", () => {
  it("creates, replaces and leaves alone in one request, and answers in its order", async () => {
    await importMany([
      { name: "payment-key", value: "the old one" },
      { name: "KEPT", value: "stays as it is" },
    ]);
    const { status, json } = await importMany([
      { name: "NEW", value: "x", description: "d", category: "tool", audience: "all" },
      { name: "KEPT", value: "stays as it is" },
      { name: "PAYMENT_KEY", value: "the new one" },
    ]);
    expect([status, json]).toEqual([
      200,
      {
        dryRun: false,
        secrets: [
          { name: "NEW", version: 1, outcome: "created" },
          { name: "KEPT", version: 1, outcome: "unchanged" },
          { name: "payment-key", version: 2, outcome: "replaced" },
        ],
      },
    ]);
    expect(await revealed("payment-key")).toBe("the new one");
    expect((await call(key, "GET /secrets/NEW")).json).toMatchObject({ description: "d", category: "tool" });
  });

  it("with dryRun tells what it would do and does nothing", async () => {
    const { json } = await importMany(
      [
        { name: "KEPT", value: "y" },
        { name: "DRY", value: "y" },
      ],
      { dryRun: true },
    );
    expect(json).toEqual({
      dryRun: true,
      secrets: [
        { name: "KEPT", version: 2, outcome: "replaced" },
        { name: "DRY", version: 1, outcome: "created" },
      ],
    });
    expect((await call(key, "HEAD /secrets/DRY")).status).toBe(404);
  });

  it("names everything that is wrong at once, repeats no value, and stores nothing", async () => {
    const { status, json, text } = await importMany([
      { name: "GOOD", value: "swordfish" },
      { name: "1BAD", value: "swordfish" },
      { name: "EMPTY", value: "" },
      { name: "good", value: "swordfish" },
      { name: "TYPE", value: ["swordfish"], category: "swordfish" },
    ]);
    expect(status).toBe(422);
    expect(Object.keys(json.errors)).toEqual(
      expect.arrayContaining(["secrets.1.name", "secrets.2.value", "secrets.4.value", "secrets.4.category"]),
    );
    const twins = await importMany([
      { name: "A-B", value: "x" },
      { name: "a_b", value: "x" },
    ]);
    expect([twins.status, twins.json.errors]).toEqual([
      422,
      { "secrets.1.name": ["The same variable as that of secrets.0."] },
    ]);
    expect(text).not.toContain("swordfish");
    expect((await call(key, "HEAD /secrets/GOOD")).status).toBe(404);
  });

  it("stores nothing when one name is a shared secret's, or is hidden from the key", async () => {
    const everywhere = await makeKey({ project: null, permissions: ["secrets:write"] });
    const platform = "?project=platform&environment=production";
    await call(everywhere, `POST /secrets${platform}`, { name: "SHARED", value: "x" });
    await createMapping(ctx, {
      ...scope,
      name: "MAPPED",
      sharedEnvironment: "production",
      sharedName: "SHARED",
    });
    const inProduction = "?project=default&environment=production";
    await call(await makeKey({ kind: "agent" }), `POST /secrets${inProduction}`, {
      name: "HIDDEN",
      value: "x",
      audience: "agents",
    });
    const refused = await importMany([
      { name: "FINE", value: "x" },
      { name: "MAPPED", value: "x" },
      { name: "HIDDEN", value: "x" },
    ]);
    expect([refused.status, Object.keys(refused.json.errors)]).toEqual([
      409,
      ["secrets.1.name", "secrets.2.name"],
    ]);
    const forbidden = await importMany([{ name: "FINE", value: "x", audience: "tools" }]);
    expect(forbidden.status).toBe(403);
    expect((await call(key, "HEAD /secrets/FINE")).status).toBe(404);
  });

  it("of a narrowed key stores its own secrets, and tells of no other name whether it is taken", async () => {
    await importMany([
      { name: "MINE", value: "x" },
      { name: "TAKEN", value: "x" },
    ]);
    const narrowed = await makeKey({ permissions: ["secrets:write"], names: ["mine"] });
    expect((await importMany([{ name: "MINE", value: "y" }], {}, narrowed)).status).toBe(200);
    const [taken, free] = await Promise.all(
      ["TAKEN", "FREE"].map((name) =>
        importMany(
          [
            { name: "MINE", value: "z" },
            { name, value: "x" },
          ],
          {},
          narrowed,
        ),
      ),
    );
    expect([taken?.status, taken?.text]).toEqual([403, free?.text]);
    expect(await revealed("MINE")).toBe("y");
  });

  it("holds 1,000 secrets and no more, and is refused over 1 MiB", async () => {
    const many = (count: number, value = "v") =>
      Array.from({ length: count }, (_, n) => ({ name: `N${n}`, value }));
    expect((await importMany(many(1_001))).status).toBe(422);
    expect((await importMany([])).status).toBe(422);
    expect((await importMany(many(40, "v".repeat(30_000)))).status).toBe(413);
    expect((await importMany(many(1_000))).status).toBe(200);
  });
});
