import { beforeEach, describe, expect, it } from "vitest";
import { newEndpoint } from "@/lib/allowlist/schema";
import { sendThrough } from "@/lib/allowlist/sending/service";
import { createEndpoint } from "@/lib/allowlist/service";
import { markVerified } from "@/lib/allowlist/verification/service";
import { authenticateKey } from "@/lib/api-keys/authentication/service";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import { newPool } from "@/lib/pools/schema";
import { deletePool, putPool } from "@/lib/pools/service";
import { takeMember } from "@/lib/pools/taking/service";
import { putPolicy } from "@/lib/rotation/policy/service";
import { newRotationPolicy } from "@/lib/rotation/schema";
import { openCredential } from "@/lib/secrets/credentials/service";
import { readValues, revealSecret } from "@/lib/secrets/reveal/service";
import { findSecret } from "@/lib/secrets/service";
import { storeSecret } from "@/lib/secrets/upsert/service";
import { receiveWebhook } from "@/lib/triggers/receiving/service";
import { newTrigger } from "@/lib/triggers/schema";
import { putTrigger, removeTrigger } from "@/lib/triggers/setting/service";
import { listen } from "@/test/listener";
import { removeManager } from "../connections/service";
import { testManagers } from "../managers.fixture";
import { referenceUpsert } from "./schema";
import { storeReference } from "./service";

const { ctx, owner, scope, vault, aws, make, store, allow, clock, database } = await testManagers();
await make("vault-prod", "vault");
await make("aws-prod", "aws");

const keyOf = async (...permissions: string[]) => {
  const wanted = { name: `key ${permissions}`, kind: "service", ...scope, permissions, expires: "365d" };
  const { text } = await createApiKey(owner, newApiKey.parse(wanted));
  return { ...ctx, actor: (await authenticateKey(ctx, text)).actor };
};
const reader = await keyOf("secrets:read", "secrets:list");
const writer = await keyOf("secrets:read", "secrets:write", "managers:write");

const refer = (name: string, source: object, more: object = {}) =>
  storeReference(writer, scope, referenceUpsert.parse({ name, source, ...more }));
const reveal = async (name: string) => {
  const { value, ...rest } = await revealSecret(reader, scope, { name });
  return { value: value.reveal(), ...rest };
};
const values = async (knownTags: readonly string[] = []) => {
  const read = await readValues(reader, scope, { names: ["A", "B"], knownTags });
  return read.isChanged
    ? { tag: read.tag, values: Object.fromEntries(read.values.map((one) => [one.name, one.value.reveal()])) }
    : { tag: read.tag, values: null };
};
const readsThere = () => vault.asked.filter(({ path }) => path.startsWith("secret/data/")).length;
const OUTAGE = { status: 503, body: { errors: ["Vault is sealed"] } };

beforeEach(async () => {
  vault.instead = () => null;
  clock.advanceSeconds(7_200);
  await ctx.pool.query("DELETE FROM secrets WHERE name IN ('A', 'B')");
  vault.put("app", { a: "first of a", b: "first of b", port: 5_432 });
  aws.put("app", JSON.stringify({ a: "of aws" }));
});

describe("a secret whose value lives in an external manager", () => {
  it("is given out as it is there, and tells of that wherever it is shown or read", async () => {
    expect(await refer("A", { manager: "vault-prod", path: "app", field: "a" })).toMatchObject({
      outcome: "created",
    });
    await refer("B", { manager: "aws-prod", path: "app" });
    expect(await reveal("A")).toMatchObject({
      value: "first of a",
      version: 1,
      source: { manager: "vault-prod", staleSince: null },
    });
    expect((await reveal("B")).value).toBe("of aws");
    const meta = await findSecret(reader, { ...scope, secret: { name: "A" } });
    expect(meta.source).toMatchObject({
      manager: "vault-prod",
      path: "app",
      field: "a",
      label: "",
      problem: null,
    });
    const events = await database.db.auditEvent.findMany({
      where: { secretId: meta.id },
      orderBy: { seq: "asc" },
    });
    expect(events.map(({ action, detail }) => [action, JSON.parse(String(detail))])).toMatchObject([
      ["secret.created", { manager: "vault-prod" }],
      ["secret.revealed", { version: 1, manager: "vault-prod", managerVersion: meta.source?.version }],
    ]);
  });

  it("is not read again for as long as it is cached, and then behind the answer", async () => {
    await refer("A", { manager: "vault-prod", path: "app", field: "a" });
    const before = readsThere();
    vault.put("app", { a: "second of a" });
    clock.advanceSeconds(59);
    expect((await reveal("A")).value).toBe("first of a");
    expect(readsThere()).toBe(before);
    clock.advanceSeconds(2);
    expect((await reveal("A")).value).toBe("first of a");
    await expect.poll(async () => (await reveal("A")).value).toBe("second of a");
    clock.advanceSeconds(200);
    vault.put("app", { a: "third of a" });
    expect(await reveal("A")).toMatchObject({ value: "third of a", version: 3 });
  });

  it("is read once for all who ask at the same time, and so is an entry with several values", async () => {
    await refer("A", { manager: "vault-prod", path: "app", field: "a" });
    await refer("B", { manager: "vault-prod", path: "app", field: "b" });
    clock.advanceSeconds(200);
    vault.put("app", { a: "new a", b: "new b" });
    const before = readsThere();
    const all = await Promise.all([values(), values(), reveal("A"), reveal("B")]);
    expect(all[0].values).toEqual({ A: "new a", B: "new b" });
    expect(all.map((one) => ("value" in one ? one.value : one.values?.A))).toEqual([
      "new a",
      "new a",
      "new a",
      "new b",
    ]);
    expect(readsThere() - before).toBeLessThanOrEqual(2);
  });

  it("has another tag among the values as soon as it is another there, and the same as long as it is not", async () => {
    await refer("A", { manager: "vault-prod", path: "app", field: "a" });
    await refer("B", { manager: "vault-prod", path: "app", field: "b" });
    const { tag } = await values();
    expect(await values([tag])).toEqual({ tag, values: null });
    clock.advanceSeconds(200);
    expect(await values([tag])).toEqual({ tag, values: null });
    clock.advanceSeconds(200);
    vault.put("app", { a: "new a", b: "first of b" });
    const next = await values([tag]);
    expect(next).toMatchObject({ values: { A: "new a" } });
    expect(next.tag).not.toBe(tag);
  });

  it("is not replaced, restored or rotated here, but can be led elsewhere", async () => {
    await refer("A", { manager: "vault-prod", path: "app", field: "a" });
    await expect(storeSecret(writer, scope, { name: "A", value: "of ours" })).rejects.toMatchObject({
      code: "conflict",
      detail: "The value of A lives in an external manager. Replace it there.",
    });
    expect(await refer("A", { manager: "aws-prod", path: "app" })).toMatchObject({
      outcome: "replaced",
      version: 2,
    });
    expect((await reveal("A")).value).toBe("of aws");
    await storeSecret(writer, scope, { name: "A", value: "of ours" }).catch(() => {});
    expect((await reveal("A")).value).toBe("of aws");
  });

  it("keeps its manager, and is nothing for what signs in to managers", async () => {
    await refer("A", { manager: "vault-prod", path: "app", field: "a" });
    await expect(removeManager(owner, scope, "vault-prod")).rejects.toMatchObject({
      code: "conflict",
      detail: "Values live in this manager: A. Change that first.",
    });
    await expect(make("second", "vault", { credential: "A" })).rejects.toMatchObject({ code: "validation" });
    await expect(
      refer("VAULT_TOKEN", { manager: "vault-prod", path: "app", field: "a" }),
    ).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it.each([
    [
      "a path that is not there",
      { path: "moved" },
      "source.path",
      "vault-prod: Vault has nothing at secret/moved.",
    ],
    ["a field that is not there", { field: "c" }, "source.path", "vault-prod: app has no field c."],
    [
      "a field that is no text",
      { field: "port" },
      "source.manager",
      "vault-prod: The field port of app is no text.",
    ],
    ["no manager", { manager: "absent" }, "source.manager", "There is no such external manager here."],
  ])("is refused with %s", async (_, more, field, message) => {
    await expect(
      refer("A", { manager: "vault-prod", path: "app", field: "a", ...more }),
    ).rejects.toMatchObject({
      code: "validation",
      context: { fields: { [field]: [message] } },
    });
  });

  it("is refused to a key that may write secrets, but not say where values live", async () => {
    const key = await keyOf("secrets:write");
    const input = referenceUpsert.parse({
      name: "A",
      source: { manager: "vault-prod", path: "app", field: "a" },
    });
    await expect(storeReference(key, scope, input)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("counts for nothing once its row was led elsewhere in the database", async () => {
    await refer("A", { manager: "vault-prod", path: "app", field: "a" });
    await ctx.pool.query("UPDATE secret_sources SET field = 'b'");
    await expect(reveal("A")).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("an outage of a manager", () => {
  it("of a day: the value is given out for as long as it may be, then refused with the manager's name, then read again", async () => {
    await refer("A", { manager: "vault-prod", path: "app", field: "a" });
    const readAt = clock.now();
    clock.advanceSeconds(600);
    vault.instead = () => OUTAGE;
    for (let minutes = 10; minutes <= 60; minutes += 10) {
      expect(await reveal("A")).toMatchObject({ value: "first of a", source: { staleSince: readAt } });
      clock.advanceSeconds(600);
    }
    const meta = await findSecret(reader, { ...scope, secret: { name: "A" } });
    expect(meta.source?.problem).toBe("Vault is sealed or under maintenance (503).");
    for (let hours = 1; hours <= 23; hours += 1) {
      await expect(reveal("A")).rejects.toMatchObject({
        code: "unavailable",
        detail: "The value of A lives in vault-prod. Vault is sealed or under maintenance (503).",
      });
      clock.advanceSeconds(3_600);
    }
    vault.instead = () => null;
    vault.put("app", { a: "after the outage" });
    expect(await reveal("A")).toMatchObject({ value: "after the outage", source: { staleSince: null } });
  });

  it("leaves it alone for a while, and for as long as it asks", async () => {
    await refer("A", { manager: "vault-prod", path: "app", field: "a" });
    clock.advanceSeconds(2 * 3_600);
    vault.instead = () => ({ status: 429, headers: { "Retry-After": "120" } });
    await expect(reveal("A")).rejects.toMatchObject({ context: { retryAfterSeconds: 120 } });
    const before = readsThere();
    clock.advanceSeconds(119);
    await expect(reveal("A")).rejects.toMatchObject({ code: "unavailable" });
    expect(readsThere()).toBe(before);
    clock.advanceSeconds(2);
    vault.instead = () => null;
    expect((await reveal("A")).value).toBe("first of a");
  });

  it.each([
    ["gone", () => vault.kv2.delete("app"), "Vault has nothing at secret/app."],
    ["no text any more", () => vault.put("app", { a: 1 }), "The field a of app is no text."],
    [
      "too large",
      () => vault.put("app", { a: "x".repeat(65_537) }),
      "The field a of app is larger than 64 KiB.",
    ],
  ])("is none where the value is %s: what was known counts no more", async (_, change, said) => {
    await refer("A", { manager: "vault-prod", path: "app", field: "a" });
    clock.advanceSeconds(200);
    change();
    await expect(reveal("A")).rejects.toMatchObject({
      code: "unavailable",
      detail: `The value of A lives in vault-prod. ${said}`,
    });
    await expect(reveal("A")).rejects.toMatchObject({ code: "unavailable" });
  });
});

it("needs no more of a token than that it may read values", async () => {
  vault.tokens.set("narrow", { denied: ["secret/metadata"] });
  await store("NARROW_TOKEN", "narrow");
  await make("narrow", "vault", { credential: "NARROW_TOKEN" });
  await refer("A", { manager: "narrow", path: "app", field: "a" });
  expect((await reveal("A")).value).toBe("first of a");
});

describe("whoever else uses the value", () => {
  it("has it as it is there: a pool, an endpoint, and what signs in elsewhere", async () => {
    await refer("A", { manager: "vault-prod", path: "app", field: "a" });
    await putPool(owner, scope, "POOL", newPool.parse({ members: [{ name: "A" }] }));
    const partner = await listen((req, res) => res.end(String(req.headers["x-key"]).length.toString()));
    await allow(vault.host, aws.host, partner.host);
    const configuration = { headers: [{ name: "X-Key", value: { from: { secret: "A" } } }] };
    const endpoint = { ...scope, name: "partner", url: `http://${partner.host}/`, configuration };
    await createEndpoint(owner, newEndpoint.parse(endpoint));
    await markVerified(owner, { ...scope, name: "partner" });
    const { id } = await findSecret(reader, { ...scope, secret: { name: "A" } });
    const { id: environmentId } = await ctx.db.environment.findFirstOrThrow({
      where: { slug: scope.environment, project: { slug: scope.project } },
    });

    clock.advanceSeconds(600);
    vault.put("app", { a: "1 - new in the pool" });
    const pool = await keyOf("pools:use");
    expect((await takeMember(pool, scope, "POOL")).value.reveal()).toBe("1 - new in the pool");
    clock.advanceSeconds(600);
    vault.put("app", { a: "2 - new at the partner" });
    await sendThrough(owner, { ...scope, name: "partner" }, {});
    expect(partner.received().toString()).toContain("2 - new at the partner");
    clock.advanceSeconds(600);
    vault.put("app", { a: "3 - new to sign in with" });
    const use = { purpose: "lease", of: "x" } as const;
    expect((await openCredential(owner, { id: environmentId }, id, use)).reveal()).toBe(
      "3 - new to sign in with",
    );

    const rotated = newRotationPolicy.parse({ rotator: { kind: "random" } });
    await expect(putPolicy(owner, { ...scope, secret: { name: "A" } }, rotated)).rejects.toMatchObject({
      detail: "The value lives in an external manager. Rotate it there.",
    });
    await deletePool(owner, scope, "POOL");
    await ctx.pool.query("DELETE FROM allowlist_endpoints");
  });

  it("has it as it is there: a trigger, which proves nothing with a value that is too old", async () => {
    vault.put("app", { a: "key-of-the-first-sender" });
    await refer("A", { manager: "vault-prod", path: "app", field: "a" });
    await putTrigger(owner, scope, "deploy", newTrigger.parse({ scheme: "gitlab", secret: "A" }));
    const anybody = { ...ctx, actor: { kind: "anonymous" } } as const;
    const send = async (token: string, body: string) => {
      const headers = [["x-gitlab-token", token]] as const;
      const webhook = { headers, body: Buffer.from(body) };
      return (await receiveWebhook(anybody, { project: scope.project, name: "deploy" }, webhook)).kind;
    };
    expect(await send("key-of-the-first-sender", "1")).toBe("taken");
    clock.advanceSeconds(600);
    vault.put("app", { a: "key-of-the-second-sender" });
    expect(await send("key-of-the-second-sender", "2")).toBe("taken");
    expect(await send("key-of-the-first-sender", "3")).toBe("refused");
    vault.instead = () => OUTAGE;
    clock.advanceSeconds(86_400);
    expect(await send("key-of-the-second-sender", "4")).toBe("refused");
    await removeTrigger(owner, scope, "deploy");
  });
});
