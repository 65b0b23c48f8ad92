import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSecret } from "@/lib/secrets/service";
import { listen } from "../listener";
import { sealing } from "../seals";
import { testApi } from "./api";

const { call, makeKey, ctx, logged } = await testApi();
const admin = await makeKey({ permissions: ["admin", "secrets:read", "allowlist:send"] });
const sender = await makeKey({ permissions: ["allowlist:send"] });
const scope = { project: "default", environment: "production" } as const;
const text = { description: "", category: "custom", audience: "all" } as const;
await createSecret(ctx, { ...scope, ...text, name: "ANOTHER", value: "v" });
await createSecret(ctx, { ...scope, ...text, name: "PARTNER_KEY", value: "partner-key-of-the-api-4711" });

const partner = await listen(async (req, res) => {
  const challenge = req.headers["x-strongroom-challenge"];
  if (challenge) return res.end(JSON.stringify({ challenge }));
  const body = Buffer.concat(await req.toArray()).toString();
  res.setHeader("Content-Type", "application/json");
  return res.end(JSON.stringify({ body, key: req.headers["x-api-key"], url: req.url }));
}, afterAll);
await sealing(
  ctx,
  "organisations",
  ctx.db.organisation.updateMany({ data: { allowedPrivateHosts: [partner.host] } }),
);

const configuration = { headers: [{ name: "X-Api-Key", value: { from: { secret: "PARTNER_KEY" } } }] };
const create = (name: string, more: object = {}) =>
  call(admin, "POST /allowlist", { name, url: `http://${partner.host}/hook`, configuration, ...more });

describe("an endpoint, through the API alone,", () => {
  it("is registered, verified, sent to, changed, verified again and deleted", async () => {
    const made = await create("life");
    expect([made.status, made.json]).toMatchObject([
      201,
      { name: "life", verified: null, revision: 1, configuration: { contentType: "json", ...configuration } },
    ]);
    expect((await call(sender, "POST /allowlist/life/send", {})).status).toBe(409);
    const verified = await call(admin, "POST /allowlist/life/verify");
    expect([verified.status, verified.json.verified.how]).toEqual([200, "challenge"]);
    const sent = await call(sender, "POST /allowlist/LIFE/send", {
      data: { a: [1, null] },
      query: { q: "1" },
    });
    expect([sent.status, sent.json]).toEqual([
      200,
      {
        status: 200,
        headers: { "content-type": "application/json" },
        body: { body: '{"a":[1,null]}', key: "<secret:PARTNER_KEY>", url: "/hook?q=1" },
        durationMs: expect.any(Number),
      },
    ]);
    expect(partner.received().toString()).toContain("partner-key-of-the-api-4711");
    const stopped = await call(admin, "PATCH /allowlist/life", { isActive: false });
    expect(stopped.json).toMatchObject({ isActive: false, verified: { how: "challenge" } });
    expect((await call(sender, "POST /allowlist/life/send")).status).toBe(409);
    const stale = await call(admin, "PATCH /allowlist/life", { description: "x", revision: 1 });
    expect(stale.status).toBe(409);
    const moved = await call(admin, "PATCH /allowlist/life", {
      url: `http://${partner.host}/other`,
      isActive: true,
    });
    expect(moved.json).toMatchObject({ verified: null, isActive: true, configuration });
    const [one] = (await call(sender, "GET /allowlist?search=LIF")).json.items;
    expect([one.name, "configuration" in one]).toEqual(["life", false]);
    expect((await call(admin, "DELETE /allowlist/life")).status).toBe(204);
    expect((await call(admin, "GET /allowlist/life")).status).toBe(404);
  });

  it("gets an Idempotency-Key, and a second request its answer, which says so", async () => {
    await create("idempotent");
    await call(admin, "POST /allowlist/idempotent/verify");
    const send = (data: unknown, key: string) =>
      call(sender, "POST /allowlist/idempotent/send", { data }, { "idempotency-key": key });
    const first = await send(1, "k-1");
    const second = await send(1, "k-1");
    expect([first.headers.get("idempotency-replayed"), second.headers.get("idempotency-replayed")]).toEqual([
      null,
      "true",
    ]);
    expect(second.json).toEqual(first.json);
    for (const [data, key] of [
      [2, "k-1"],
      [1, "with blank"],
      [1, "x".repeat(256)],
    ] as const) {
      const refused = await send(data, key);
      expect([refused.status, Object.keys(refused.json.errors)]).toEqual([422, ["idempotency-key"]]);
    }
  });

  it("is listed page by page", async () => {
    for (const name of ["page-1", "page-2", "page-3"]) await create(name);
    const first = await call(sender, "GET /allowlist?limit=2&search=page-");
    const second = await call(sender, `GET /allowlist?limit=2&search=page-&cursor=${first.json.next}`);
    const names = [first, second].map(({ json }) => json.items.map(({ name }: { name: string }) => name));
    expect([names, second.json.next]).toEqual([[["page-1", "page-2"], ["page-3"]], null]);
  });
});

describe("a key that is typed in where a secret belongs is refused, and nothing repeats it:", () => {
  const typed = "sk_live_51typedInByHand0815";
  const bare = "typedInByHand-3f9a8b7c6d5e4f";
  beforeAll(async () => void (await create("right")));
  const cipher = (from: unknown) => ({ method: "AES-256-GCM", key: { from, reading: "hex" } });
  it.each<[string, object, object?]>([
    ["as text", { headers: [{ name: "X-Key", value: { from: typed } }] }],
    ["as a field of its own", { headers: [{ name: "X-Key", value: { from: { value: typed } } }] }],
    ["as the name of a field", { headers: [{ name: "X-Key", value: { from: { [typed]: "" } } }] }],
    [
      "beside a reference",
      { headers: [{ name: "X-Key", value: { from: { secret: "PARTNER_KEY", key: typed } } }] },
    ],
    ["as the name of a secret", { headers: [{ name: "X-Key", value: { from: { secret: typed } } }] }],
    ["as the key of a cipher", { encryption: { level: "body", as: "text", cipher: cipher(typed) } }],
    [
      "as the name of a cipher's key",
      { encryption: { level: "body", as: "text", cipher: cipher({ secret: typed }) } },
    ],
    ["as the key of a signature", { signature: { scheme: "strongroom", from: { value: typed } } }],
    ["as an authority", { ca: typed }],
    [
      "as the text of a header for credentials",
      { headers: [{ name: "Authorization", value: { text: typed } }] },
    ],
    [
      "as a prefix",
      { headers: [{ name: "X", value: { prefix: `Bearer ${typed}`, from: { secret: "PARTNER_KEY" } } }] },
    ],
    [
      "before the secret of a credential",
      { headers: [{ name: "Authorization", value: { prefix: bare, from: { secret: "PARTNER_KEY" } } }] },
    ],
    ["under a name like any other", { headers: [{ name: "X-Custom-Id", value: { text: typed } }] }],
    ["under another name of credentials", { query: [{ name: "pwd", value: { text: bare } }] }],
    ["as a name of the configuration", { [typed]: true }],
    ["in the address", {}, { url: `https://api.example.com/${typed}/?code=${typed}` }],
    ["as an address that is a secret", {}, { url: `https://hooks.slack.com/services/T0/B0/${bare}` }],
    ["in the description", {}, { description: `With ${typed}.` }],
  ])("%s", async (_, wrong, more = {}) => {
    const refused = await create("typed", { configuration: wrong, ...more });
    expect((await call(admin, "PATCH /allowlist/right", { configuration: wrong, ...more })).status).toBe(422);
    expect(refused.status).toBe(422);
    expect(`${refused.text}${JSON.stringify([...refused.headers])}`).not.toMatch(/typedInByHand/i);
    const events = await ctx.db.auditEvent.findMany();
    const record = JSON.stringify(events, (_, value) => (typeof value === "bigint" ? String(value) : value));
    expect(record).not.toMatch(/typedInByHand/i);
    expect(logged()).not.toMatch(/typedInByHand/i);
    expect((await call(admin, "GET /allowlist/typed")).status).toBe(404);
  });

  it("the answer names the field", async () => {
    const refused = await create("typed", {
      configuration: { headers: [{ name: "X-Key", value: { from: { secret: typed } } }] },
    });
    expect(Object.keys(refused.json.errors)).toEqual(["configuration.headers.0.value.from"]);
  });
});

it("every error is told in one answer, also those of the address and of paths", async () => {
  const wrong = {
    url: "https://10.0.0.7/",
    method: "FETCH",
    configuration: {
      timeoutSeconds: 0,
      headers: [{ name: "X-Key", value: { text: "x" } }],
      encryption: {
        level: "fields",
        paths: ["/a", "/a~2b"],
        cipher: { method: "AES-256-GCM", key: { reading: "hex" } },
      },
    },
  };
  const mistaken = [
    "configuration.encryption.cipher.key.from",
    "configuration.encryption.paths.1",
    "configuration.headers.0.value",
    "configuration.timeoutSeconds",
    "method",
    "url",
  ];
  await create("mistaken-change");
  for (const refused of [
    await create("mistaken", wrong),
    await call(admin, "PATCH /allowlist/mistaken-change", wrong),
  ]) {
    expect([refused.status, Object.keys(refused.json.errors).sort()]).toEqual([422, mistaken]);
  }
  const elsewhere = await call(admin, "POST /allowlist?project=nowhere", { url: 1 });
  expect(elsewhere.status).toBe(404);
});

describe("a header that is not an endpoint's to choose is refused:", () => {
  it.each([
    "Host",
    "Content-Length",
    "Transfer-Encoding",
    "Connection",
    "Upgrade",
    "Proxy-Authorization",
    "X-Forwarded-For",
    "X-HTTP-Method-Override",
    "Idempotency-Key",
    "Accept-Encoding",
    "X-A\r\nHost",
    "X A",
    "",
  ])("%j", async (name) => {
    const refused = await create("header", { configuration: { headers: [{ name, value: { text: "x" } }] } });
    expect(refused.status).toBe(422);
    expect(Object.keys(refused.json.errors)).toContain("configuration.headers.0.name");
  });

  it.each(["a\r\nHost: evil", "a\0b", "ü"])("a text such as %j", async (text) => {
    const refused = await create("header", {
      configuration: { headers: [{ name: "X-A", value: { text } }] },
    });
    expect(refused.status).toBe(422);
  });
});

describe("an API key gets through an endpoint no secret that it may not read:", () => {
  it.each([
    ["without secrets:read", { permissions: ["admin", "allowlist:send"] as const }, 403],
    ["narrowed to others", { permissions: ["admin", "secrets:read"] as const, names: ["ANOTHER"] }, 403],
  ])("%s", async (_, options, status) => {
    const key = await makeKey(options);
    const url = `http://${partner.host}/`;
    expect((await call(key, "POST /allowlist", { name: "stolen", url, configuration })).status).toBe(status);
  });
});

describe("what is wrong with a send is told, without what was in it", () => {
  const marker = "canaryInData4711";
  it.each<[string, object | string, string[]]>([
    ["a field that it does not have", { data: 1, url: "https://evil.test/" }, ["url"]],
    ["headers of the caller", { headers: { Host: "evil" } }, ["headers"]],
    ["a method of the caller", { method: "DELETE" }, ["method"]],
    ["a query that is none", { query: [marker] }, ["query"]],
    ["a parameter that is no text", { query: { a: 1 } }, ["query"]],
    ["half a surrogate pair", '{"query":{"a":"\\ud800"}}', ["query"]],
    ["data without end", `{"data":${"[".repeat(50_000)}${"]".repeat(50_000)}}`, ["data"]],
    ["no JSON", `{"data":"${marker}`, ["body"]],
  ])("%s", async (_, body, fields) => {
    const refused = await call(sender, "POST /allowlist/life/send", body);
    expect([refused.status, Object.keys(refused.json.errors)]).toEqual([422, fields]);
    expect(refused.text).not.toContain(marker);
  });

  it("data that nest deeper than 100", async () => {
    const nested = (depth: number) => `{"data":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    const statusOf = async (depth: number) =>
      (await call(sender, "POST /allowlist/none/send", nested(depth))).status;
    expect([await statusOf(100), await statusOf(101)]).toEqual([404, 422]);
  });

  it("more than a mebibyte", async () => {
    const refused = await call(sender, "POST /allowlist/life/send", { data: "x".repeat(1_100_000) });
    expect(refused.status).toBe(413);
  });
});
