import { describe, expect, it } from "vitest";
import { PROTECTION, testGateway } from "./gateway.fixture";

let unhealthy: string | null = null;
const { base, raw, last } = await testGateway(async () => unhealthy);

describe("headers of every response", () => {
  it.each(["/", "/throws", "/_next/image?url=x", "/api/health", "/%zz", "/_next/static/missing.js"])(
    "protect %s",
    async (path) => {
      const { headers } = await fetch(base + path);
      expect(PROTECTION.filter((name) => !headers.has(name))).toEqual([]);
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      for (const question of ["create", "get"])
        expect(headers.get("permissions-policy")).toContain(`publickey-credentials-${question}=(self)`);
    },
  );

  it.each([
    ["what is no request at all", "nonsense\r\n\r\n"],
    ["a header section that is too large", `GET / HTTP/1.1\r\nHost: x\r\nA: ${"a".repeat(20_000)}\r\n\r\n`],
    [
      "both lengths",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    [
      "an upgrade",
      "GET http://127.0.0.1:9/ HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    ],
    ["a tunnel", "CONNECT 127.0.0.1:9 HTTP/1.1\r\nHost: x\r\n\r\n"],
  ])("protect the refusal of %s", async (_, bytes) => {
    const answer = (await raw(bytes)).toLowerCase();
    expect(answer).toMatch(/^http\/1.1 4/);
    expect(PROTECTION.filter((name) => !answer.includes(`\r\n${name}: `))).toEqual([]);
  });

  it("let caches keep files only that are the same for everybody", async () => {
    const { headers } = await fetch(`${base}/_next/static/chunk.js`);
    expect(headers.get("cache-control")).toContain("immutable");
    expect((await fetch(`${base}/robots.txt`)).headers.get("cache-control")).toContain("public");
    for (const path of ["/icons/", "/_next/static/..%2f..%2fprojects", "/_next/static/a%2f%2e%2e%2fb"]) {
      expect((await fetch(base + path)).headers.get("cache-control")).toBe("no-store");
    }
  });

  it("allow no inline script, and carry another nonce each time", async () => {
    const policies = await Promise.all([fetch(base), fetch(base)]);
    const [one, two] = policies.map((res) => res.headers.get("content-security-policy") ?? "");
    expect(one).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]{24}';/);
    expect(one).not.toBe(two);
    expect(one?.replace("style-src-attr 'unsafe-inline'", "")).not.toContain("unsafe");
  });
});

describe("what a client says about itself", () => {
  it("never reaches the inside", async () => {
    const forged = [
      "content-security-policy",
      "x-nonce",
      "x-middleware-subrequest",
      "next-resume",
      "x-matched-path",
    ];
    const own = [
      "x-strongroom-client-ip",
      "x-strongroom-request-id",
      "x-forwarded-host",
      "x-forwarded-proto",
    ];
    const sent = Object.fromEntries([...forged, ...own].map((name) => [name, "forged 'nonce-forged'"]));
    await fetch(base, { headers: { ...sent, "x-forwarded-for": "203.0.113.1", host: "evil.example" } });
    expect(JSON.stringify(last().headers)).not.toMatch(/forged|evil|203\.0\.113/);
    expect(last().headers).toMatchObject({
      host: "secrets.example.com",
      "x-forwarded-host": "secrets.example.com",
      "x-forwarded-proto": "https",
      "x-strongroom-client-ip": "127.0.0.1",
      "x-strongroom-path": "/",
    });
  });

  it("gives the inside the nonce of the response", async () => {
    const res = await fetch(base);
    expect(last().headers["content-security-policy"]).toBe(res.headers.get("content-security-policy"));
    expect(last().headers["x-strongroom-request-id"]).toBe(res.headers.get("x-request-id"));
  });

  it("names the page without Next's own parameter", async () => {
    await fetch(`${base}/projects/a?search=x%20y&_rsc=1abc`);
    expect(last().headers["x-strongroom-path"]).toBe("/projects/a?search=x%20y");
  });
});

describe("/api/health", () => {
  it("answers 200 when the program is well, and 503 with the reason when it is not", async () => {
    const well = await fetch(`${base}/api/health`);
    expect([well.status, await well.json()]).toEqual([200, { status: "ok" }]);
    unhealthy = "the database cannot be reached";
    const ill = await fetch(`${base}/api/health`);
    expect([ill.status, await ill.json()]).toEqual([503, { status: "unavailable", reason: unhealthy }]);
  });

  it("tells whether the proxy that asks is believed about its clients", async () => {
    const of = async (headers: Record<string, string>) =>
      (await fetch(`${base}/api/health`, { headers })).headers.get("x-strongroom-forwarded");
    expect(await of({})).toBe("none");
    expect(await of({ "X-Forwarded-For": "192.0.2.7" })).toBe("ignored");
    const behind = await testGateway(async () => null, { STRONGROOM_TRUSTED_PROXIES: "127.0.0.0/8" });
    const trusted = await fetch(`${behind.base}/api/health`, { headers: { "X-Forwarded-For": "127.0.0.1" } });
    expect(trusted.headers.get("x-strongroom-forwarded")).toBe("believed");
  });
});
