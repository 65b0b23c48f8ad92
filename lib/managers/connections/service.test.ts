import { beforeEach, describe, expect, it } from "vitest";
import { deleteSecretByName, storeSecret } from "@/lib/secrets/upsert/service";
import { testManagers } from "../managers.fixture";
import { newManager } from "../schema";
import { changeManager, createManager, listManagers, removeManager, testManager } from "./service";

const { ctx, owner, as, asRole, scope, vault, aws, make, allow, configs, database } = await testManagers();
const field = (name: string) => ({ code: "validation", context: { fields: { [name]: expect.anything() } } });

beforeEach(async () => {
  await ctx.pool.query("DELETE FROM external_managers");
  await allow(vault.host, aws.host);
  vault.instead = () => null;
});

describe("an external manager", () => {
  it("is set up, listed, changed and removed, and all of it is on record", async () => {
    await make("ours", "vault", { staleSeconds: 10 });
    await changeManager(owner, scope, "ours", { mount: "kv", cacheSeconds: 5 });
    expect(await listManagers(owner, scope)).toMatchObject([
      {
        name: "ours",
        credential: "VAULT_TOKEN",
        config: { kind: "vault", mount: "kv", cacheSeconds: 5, staleSeconds: 10, kvVersion: "detect" },
      },
    ]);
    await removeManager(owner, scope, "ours");
    expect(await listManagers(owner, scope)).toEqual([]);
    const events = await database.db.auditEvent.findMany({ where: { action: { startsWith: "manager." } } });
    expect(events.map(({ action }) => action)).toEqual(["manager.set", "manager.set", "manager.removed"]);
    expect(JSON.stringify(events, (_, v) => (typeof v === "bigint" ? Number(v) : v))).not.toContain(
      vault.token,
    );
  });

  it.each([
    ["name", { name: "Ours" }],
    ["address", { address: "http://10.0.0.9" }],
    ["address", { address: "https://169.254.169.254" }],
    ["credential", { credential: "ABSENT" }],
    ["ca", { ca: "no certificate" }],
  ])("is refused with a wrong %s", async (name, more) => {
    const parsed = newManager.safeParse({ name: "ours", ...configs.vault, ...more });
    if (parsed.success)
      await expect(createManager(owner, scope, parsed.data)).rejects.toMatchObject(field(name));
    else expect(parsed.error.issues[0]?.path).toEqual([name]);
  });

  it("has a name of its own, and the fields of its kind alone", async () => {
    await make("ours", "vault");
    await expect(make("ours", "aws")).rejects.toMatchObject(field("name"));
    await expect(changeManager(owner, scope, "ours", { region: "eu-west-1" })).rejects.toMatchObject(
      field("region"),
    );
    await expect(changeManager(owner, scope, "ours", { mount: "/x" })).rejects.toMatchObject(field("mount"));
    await expect(changeManager(owner, scope, "other", {})).rejects.toMatchObject({ code: "notFound" });
  });

  it("is nothing for auditors to change, nor for Members to see", async () => {
    await make("ours", "vault");
    const auditor = as(await asRole("auditor"));
    expect(await listManagers(auditor, scope)).toHaveLength(1);
    await expect(testManager(auditor, scope, "ours")).rejects.toMatchObject({ code: "forbidden" });
    await expect(listManagers(as(await asRole("member")), scope)).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("counts for nothing once its row was changed from outside", async () => {
    await make("ours", "vault");
    await ctx.pool.query('UPDATE external_managers SET configuration = configuration || \'{"mount": "x"}\'');
    expect(await listManagers(owner, scope)).toEqual([]);
  });

  it("keeps its credential from being deleted", async () => {
    await make("ours", "vault");
    await expect(deleteSecretByName(owner, scope, "VAULT_TOKEN")).rejects.toMatchObject({
      code: "conflict",
      detail: "External managers are signed in to with this secret: ours. Change that first.",
    });
  });
});

describe("a test", () => {
  it.each(["vault", "aws"] as const)("finds that %s works", async (kind) => {
    await make("ours", kind);
    await testManager(owner, scope, "ours");
  });

  it("says what is wrong, naming the manager", async () => {
    await make("ours", "vault");
    vault.instead = () => ({ status: 503 });
    await expect(testManager(owner, scope, "ours")).rejects.toMatchObject({
      code: "badGateway",
      detail: "ours: Vault is sealed or under maintenance (503).",
    });
    await allow();
    await expect(testManager(owner, scope, "ours")).rejects.toMatchObject({
      detail: expect.stringMatching(/^ours: It is not called\. /),
    });
  });

  it("uses a new credential at once", async () => {
    await make("ours", "vault");
    await testManager(owner, scope, "ours");
    await storeSecret(owner, scope, { name: "VAULT_TOKEN", value: "hvs.wrong" });
    await expect(testManager(owner, scope, "ours")).rejects.toMatchObject({
      detail: "ours: Vault does not take the token: it is wrong, or has expired.",
    });
    await storeSecret(owner, scope, { name: "VAULT_TOKEN", value: vault.token });
    await testManager(owner, scope, "ours");
  });
});
