import { beforeAll, describe, expect, test } from "vitest";
import { authenticateKey } from "@/lib/api-keys/authentication/service";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import { changeSettings, currentSettings } from "@/lib/organisation/service";
import { ensureBuiltIns } from "@/lib/projects/service";
import { createSecret, editSecret } from "@/lib/secrets/service";
import { testContext } from "@/test/context";
import { sealing } from "@/test/seals";
import { patchEndpoint } from "./patch/service";
import { secretUses } from "./references/service";
import { endpointEdit, endpointQuery, newEndpoint } from "./schema";
import { sendThrough } from "./sending/service";
import {
  createEndpoint,
  deleteEndpoint,
  findEndpoint,
  listEndpoints,
  setActivity,
  updateEndpoint,
} from "./service";
import { verifyEndpoint } from "./verification/service";

const { ctx, as, asRole, database } = await testContext();
const { db } = database;
const owner = as(await asRole("owner"));
const here = { project: "default", environment: "production" };
const text = { value: "v", description: "", category: "custom", audience: "all" } as const;
const url = "https://api.example.com/v1/pay";

beforeAll(async () => {
  await ensureBuiltIns(ctx);
  for (const name of ["PAY_KEY", "PAY_TOKEN"]) await createSecret(owner, { ...here, ...text, name });
  await createSecret(owner, { ...here, ...text, name: "FOR_AGENTS", audience: "agents" });
});

const bearer = (secret: string) => ({
  headers: [{ name: "Authorization", value: { prefix: "Bearer ", from: { secret } } }],
});
const create = (name: string, input: object = {}, by = owner) =>
  createEndpoint(by, newEndpoint.parse({ ...here, name, url, ...input }));
const update = async (name: string, change: object, by = owner) => {
  const { description, method, url, configuration, revision } = await findEndpoint(owner, here, name);
  return updateEndpoint(
    by,
    endpointEdit.parse({ ...here, name, description, method, url, configuration, revision, ...change }),
  );
};
const keyed = async (input: object) => {
  const wanted = { name: "k", kind: "service", project: "default", permissions: ["admin"], ...input };
  return as((await authenticateKey(ctx, (await createApiKey(owner, newApiKey.parse(wanted))).text)).actor);
};
const lastEvent = async () => {
  const event = await db.auditEvent.findFirstOrThrow({
    where: { action: { startsWith: "allowlist." } },
    orderBy: { seq: "desc" },
  });
  return { action: event.action, name: event.targetName, detail: JSON.parse(event.detail) };
};

describe("an endpoint", () => {
  test("is registered unverified, with secrets by name, on record without any text of its configuration", async () => {
    const configuration = {
      headers: [...bearer("pay_token").headers, { name: "X-Team", value: { text: "typed-in-plain" } }],
    };
    await create("pay", { configuration, description: "Pays.", url: `${url}?in-query=typed-in-plain` });
    const endpoint = await findEndpoint(owner, here, "PAY");
    expect(endpoint).toMatchObject({
      name: "pay",
      method: "POST",
      isActive: true,
      verified: null,
      revision: 1,
      configuration: { timeoutSeconds: 10, ...bearer("PAY_TOKEN"), headers: [{ name: "Authorization" }, {}] },
    });
    expect(await lastEvent()).toEqual({
      action: "allowlist.created",
      name: "allowlist/pay",
      detail: { method: "POST", url, isActive: true, secrets: ["PAY_TOKEN"] },
    });
  });

  test("keeps its secrets through a rename", async () => {
    const secret = await db.secret.findFirstOrThrow({ where: { name: "PAY_TOKEN" } });
    const { value: _, ...rest } = text;
    await editSecret(owner, { ...here, ...rest, secretId: secret.id, revision: 1, name: "PAY_TOKEN_2" });
    const { configuration } = await findEndpoint(owner, here, "pay");
    expect(configuration.headers[0]).toEqual(bearer("PAY_TOKEN_2").headers[0]);
    await editSecret(owner, { ...here, ...rest, secretId: secret.id, revision: 2, name: "PAY_TOKEN" });
  });

  test("has a name that no other has in any spelling", async () => {
    await expect(create("Pay")).rejects.toMatchObject({
      code: "conflict",
      context: { facts: { holder: "pay" }, fields: { name: [expect.stringContaining("Production")] } },
    });
    await create("pay", { environment: "staging" });
  });

  test.each([
    ["http://api.example.com/"],
    ["https://10.0.0.7/"],
    ["https://169.254.169.254/latest"],
    ["https://0x7f.1/"],
  ])("is not at %s", async (address) => {
    await expect(create("nowhere", { url: address })).rejects.toMatchObject({
      code: "validation",
      context: { fields: { url: [expect.any(String)] } },
    });
  });

  test("is told of its address, method and secrets at once", async () => {
    const encryption = {
      level: "body",
      as: "text",
      cipher: { method: "AES-256-GCM", key: { from: { secret: "NOT_HERE" }, reading: "hex" } },
    };
    const input = {
      url: "https://10.0.0.7/",
      method: "GET",
      configuration: { encryption, ...bearer("NOWHERE") },
    };
    const error = await create("wrong", input).catch((thrown) => thrown);
    expect([error.code, Object.keys(error.context.fields).sort()]).toEqual([
      "validation",
      [
        "configuration.encryption.cipher.key.from",
        "configuration.encryption.level",
        "configuration.headers.0.value.from",
        "url",
      ],
    ]);
  });

  test("may be at a private host once an Owner allowed it", async () => {
    await changeSettings(owner, { ...(await currentSettings(ctx)), allowedPrivateHosts: ["10.0.0.7:8443"] });
    await create("intranet", { url: "http://10.0.0.7:8443/x" });
    await expect(create("intranet-2", { url: "http://10.0.0.7:8444/x" })).rejects.toMatchObject({
      code: "validation",
    });
  });
});

test("a literal key as the name of a secret is refused with the field's path alone", async () => {
  const KEY = "sk_live_0123456789abcdef";
  const refused = create("typed", { configuration: bearer(KEY) });
  await expect(refused).rejects.toMatchObject({
    code: "validation",
    context: { fields: { "configuration.headers.0.value.from": [expect.any(String)] } },
  });
  const error = await refused.catch((thrown) => thrown);
  expect(JSON.stringify([error.detail, error.context])).not.toContain(KEY);
  const events = await db.auditEvent.findMany();
  expect(JSON.stringify(events, (_, it) => (typeof it === "bigint" ? String(it) : it))).not.toContain(KEY);
});

describe("a change", () => {
  test("says which parts it was about and which secrets came and went", async () => {
    await update("pay", { configuration: bearer("PAY_KEY"), description: "Pays more." });
    expect((await lastEvent()).detail).toEqual({
      description: { from: "Pays.", to: "Pays more." },
      configuration: ["headers"],
      secretsAdded: ["PAY_KEY"],
      secretsRemoved: ["PAY_TOKEN"],
    });
    const { id } = await findEndpoint(owner, here, "pay");
    const references = await db.allowlistReference.findMany({
      where: { endpointId: id },
      include: { secret: true },
    });
    expect(references.map(({ secret }) => secret.name)).toEqual(["PAY_KEY"]);
  });

  test("that changes nothing leaves no trace", async () => {
    const before = await findEndpoint(owner, here, "pay");
    expect(await update("pay", {})).toEqual(before);
    expect(await db.auditEvent.count({ where: { action: "allowlist.changed" } })).toBe(1);
  });

  test("of address or method takes the verification away, any other does not", async () => {
    const verify = () =>
      sealing(
        ctx,
        "allowlist_endpoints",
        db.allowlistEndpoint.updateMany({
          data: { verification: "byHand", verifiedAt: new Date(), verifiedBy: "o@example.com" },
        }),
      );
    await verify();
    expect((await update("pay", { description: "x" })).verified).toMatchObject({ how: "byHand" });
    expect((await update("pay", { method: "PUT" })).verified).toBeNull();
    await verify();
    expect((await update("pay", { url: `${url}/2` })).verified).toBeNull();
  });

  test("of two at once one wins, and the other gets to see what it became", async () => {
    const { revision } = await findEndpoint(owner, here, "pay");
    const answers = await Promise.allSettled(
      ["A", "B"].map((description) => update("pay", { description, revision })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const current = await findEndpoint(owner, here, "pay");
    const lost = answers.find((answer) => answer.status === "rejected");
    expect(lost?.reason).toMatchObject({ code: "conflict", context: { facts: { current } } });
  });

  test("of one that was deleted since and made anew under its name is a conflict", async () => {
    const { id } = await create("anew");
    await deleteEndpoint(owner, { ...here, name: "anew", confirmation: "anew" });
    const current = await create("anew", { description: "the new one" });
    await expect(update("anew", { endpointId: id, description: "the old one" })).rejects.toMatchObject({
      code: "conflict",
      context: { facts: { current: { id: current.id, description: "the new one" } } },
    });
    const { description } = await update("anew", { endpointId: current.id, description: "changed" });
    expect(description).toBe("changed");
    await deleteEndpoint(owner, { ...here, name: "anew", confirmation: "anew" });
  });

  test("stops it from being sent to, once", async () => {
    const activity = { ...here, name: "pay", isActive: false };
    expect((await setActivity(owner, activity)).isActive).toBe(false);
    expect((await lastEvent()).detail).toEqual({ isActive: { from: true, to: false } });
    const count = await db.auditEvent.count();
    await setActivity(owner, activity);
    expect(await db.auditEvent.count()).toBe(count);
    await setActivity(owner, { ...activity, isActive: true });
  });
});

describe("an API key", () => {
  test("names only secrets that it may read itself", async () => {
    const configuration = bearer("PAY_KEY");
    await expect(create("by-key", { configuration }, await keyed({}))).rejects.toMatchObject({
      code: "forbidden",
    });
    const reader = { permissions: ["admin", "secrets:read"] };
    const narrowed = await keyed({ ...reader, secrets: ["PAY_TOKEN"] });
    await expect(create("by-key", { configuration }, narrowed)).rejects.toMatchObject({ code: "forbidden" });
    const agents = bearer("FOR_AGENTS");
    const service = await keyed(reader);
    await expect(create("by-key", { configuration: agents }, service)).rejects.toMatchObject({
      code: "validation",
    });
    await create("by-key", { configuration }, service);
    await create("by-agent", { configuration: agents }, await keyed({ ...reader, kind: "agent" }));
  });

  test("does not turn an endpoint with secrets that it may not read to another address", async () => {
    const change = update("by-agent", { url: "https://evil.example.com/" }, await keyed({}));
    await expect(change).rejects.toMatchObject({ code: "forbidden" });
    const reader = await keyed({ permissions: ["admin", "secrets:read"] });
    await expect(update("by-agent", { url: "https://evil.example.com/" }, reader)).rejects.toMatchObject({
      code: "validation",
    });
    for (const key of [await keyed({}), reader]) {
      for (const patch of [{ url: "https://evil.example.com/" }, { method: "PUT" as const }]) {
        const change = patchEndpoint(key, here, "by-agent", patch);
        await expect(change).rejects.toMatchObject({ code: "forbidden", context: {} });
      }
    }
  });

  test("changes a description without a word on secrets that it may not read", async () => {
    for (const key of [await keyed({}), await keyed({ permissions: ["admin", "secrets:read"] })]) {
      const description = `By ${key.actor.kind} ${Math.random()}`;
      expect(await patchEndpoint(key, here, "by-agent", { description })).toMatchObject({ description });
      expect((await lastEvent()).detail).toEqual({ description: expect.any(Object) });
    }
    const { configuration } = await findEndpoint(owner, here, "by-agent");
    expect(configuration).toMatchObject(bearer("FOR_AGENTS"));
  });

  test("that is narrowed knows only of endpoints all of whose secrets are among its own", async () => {
    const both = {
      headers: [...bearer("PAY_KEY").headers, { name: "X-Key", value: { from: { secret: "PAY_TOKEN" } } }],
    };
    await create("with-both", { configuration: both });
    await create("with-one", { configuration: bearer("PAY_TOKEN") });
    await create("with-none");
    const permissions = ["admin", "secrets:read", "secrets:list", "allowlist:send"];
    const narrowed = await keyed({ permissions, secrets: ["pay_token"] });
    const { items } = await listEndpoints(narrowed, here, endpointQuery.parse({}));
    expect(items.map(({ name }) => name)).toEqual(["intranet", "with-none", "with-one"]);
    const refused = () => db.auditEvent.count({ where: { action: "access.refused" } });
    const target = { ...here, name: "with-both" };
    for (const attempt of [
      () => findEndpoint(narrowed, here, "with-both"),
      () => patchEndpoint(narrowed, here, "with-both", { description: "x" }),
      () => patchEndpoint(narrowed, here, "with-both", { isActive: false }),
      () => update("with-both", { configuration: bearer("PAY_TOKEN") }, narrowed),
      () => deleteEndpoint(narrowed, { ...target, confirmation: "with-both" }),
      () => verifyEndpoint(narrowed, target),
      () => sendThrough(narrowed, target, {}),
    ]) {
      const before = await refused();
      await expect(attempt()).rejects.toMatchObject({ code: "notFound" });
      expect(await refused()).toBe(before + 1);
    }
    await patchEndpoint(narrowed, here, "with-one", { description: "x", isActive: false });
    await deleteEndpoint(narrowed, { ...here, name: "with-one", confirmation: "with-one" });
    const secret = await db.secret.findFirstOrThrow({ where: { name: "PAY_TOKEN" } });
    const uses = await secretUses(narrowed, { ...here, secret: { id: secret.id } });
    expect(uses).toEqual({ count: 1, uses: [] });
    for (const name of ["with-both", "with-none"])
      await deleteEndpoint(owner, { ...here, name, confirmation: name });
  });

  test("is told no name of a secret that it may not know of", async () => {
    const { configuration } = await findEndpoint(await keyed({}), here, "by-agent");
    expect(configuration.headers[0]?.value).toEqual({ prefix: "Bearer ", from: { secret: "" } });
  });

  test("with admin alone lists endpoints too", async () => {
    const { items } = await listEndpoints(await keyed({}), here, endpointQuery.parse({}));
    expect(items.map(({ name }) => name)).toContain("by-agent");
  });

  test("with allowlist:send alone lists endpoints, and reads no configuration", async () => {
    const sender = await keyed({ permissions: ["allowlist:send"] });
    const { items } = await listEndpoints(sender, here, endpointQuery.parse({}));
    expect(items.map(({ name }) => name)).toContain("pay");
    expect(items[0]).not.toHaveProperty("configuration");
    await expect(findEndpoint(sender, here, "pay")).rejects.toMatchObject({ code: "forbidden" });
  });
});

test("endpoints are managed by Owners and Super Admins, seen by Auditors and not for Members", async () => {
  await update("pay", { description: "by" }, as(await asRole("super_admin")));
  for (const role of ["auditor", "member"] as const) {
    const by = as(await asRole(role));
    await expect(create("no", {}, by)).rejects.toMatchObject({ code: "forbidden" });
    await expect(update("pay", {}, by)).rejects.toMatchObject({ code: "forbidden" });
    const deletion = deleteEndpoint(by, { ...here, name: "pay", confirmation: "pay" });
    await expect(deletion).rejects.toMatchObject({ code: "forbidden" });
  }
  await findEndpoint(as(await asRole("auditor")), here, "pay");
  const member = as(await asRole("member"));
  await expect(listEndpoints(member, here, endpointQuery.parse({}))).rejects.toMatchObject({
    code: "forbidden",
  });
});

describe("a list", () => {
  const list = (query: object = {}) => listEndpoints(owner, here, endpointQuery.parse(query));
  const names = async (query: object) => (await list(query)).items.map(({ name }) => name);

  test("holds every endpoint once, by name", async () => {
    const all = await names({});
    expect(all).toEqual(["by-agent", "by-key", "intranet", "pay"]);
    const paged: string[] = [];
    for (let after: string | undefined, isFirst = true; isFirst || after; isFirst = false) {
      const page = await list({ limit: 3, after });
      paged.push(...page.items.map(({ name }) => name));
      after = page.next ?? undefined;
    }
    expect(paged).toEqual(all);
  });

  test("is searched by name, address and description, literally", async () => {
    expect(await names({ search: "PAY" })).toEqual(["by-agent", "by-key", "pay"]);
    expect(await names({ search: "10.0.0.7" })).toEqual(["intranet"]);
    expect(await names({ search: "%" })).toEqual([]);
  });

  test("shows those that can be sent to, or cannot and why", async () => {
    await sealing(
      ctx,
      "allowlist_endpoints",
      db.allowlistEndpoint.updateMany({
        where: { name: "by-key" },
        data: { verification: "byHand", verifiedAt: new Date(), verifiedBy: "o@example.com" },
      }),
    );
    await setActivity(owner, { ...here, name: "intranet", isActive: false });
    expect(await names({ show: "ready" })).toEqual(["by-key"]);
    expect(await names({ show: "inactive" })).toEqual(["intranet"]);
    expect(await names({ show: "unverified" })).toContain("pay");
  });
});

test("a deletion asks for the name, is on record and leaves the secrets", async () => {
  const deletion = { ...here, name: "by-key", confirmation: "By-Key" };
  await expect(deleteEndpoint(owner, deletion)).rejects.toMatchObject({ code: "validation" });
  await deleteEndpoint(owner, { ...deletion, confirmation: "by-key" });
  expect(await lastEvent()).toMatchObject({ action: "allowlist.deleted", name: "allowlist/by-key" });
  await expect(findEndpoint(owner, here, "by-key")).rejects.toMatchObject({ code: "notFound" });
  await db.secret.findFirstOrThrow({ where: { name: "PAY_KEY" } });
});
