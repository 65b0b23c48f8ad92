import { beforeAll, describe, expect, it } from "vitest";
import { testAllowlist } from "./allowlist";

const { call, ctx, logged, admin, create } = await testAllowlist();

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
