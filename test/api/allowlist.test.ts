import { describe, expect, it } from "vitest";
import { testAllowlist } from "./allowlist";

const { call, makeKey, admin, partner, configuration, create } = await testAllowlist();
const sender = await makeKey({ permissions: ["allowlist:send"] });

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
