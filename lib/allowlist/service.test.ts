import { beforeAll, describe, expect, test } from "vitest";
import { changeSettings, currentSettings } from "@/lib/organisation/service";
import { editSecret } from "@/lib/secrets/service";
import { sealing } from "@/test/seals";
import { testEndpoints } from "./endpoints.fixture";
import { endpointQuery } from "./schema";
import { deleteEndpoint, findEndpoint, listEndpoints, setActivity } from "./service";

const { ctx, as, asRole, db, owner, here, text, url, bearer, create, update, lastEvent } =
  await testEndpoints();

beforeAll(async () => {
  for (const name of ["by-key", "by-agent"]) await create(name, { configuration: bearer("PAY_KEY") });
});

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
