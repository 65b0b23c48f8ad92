import { once } from "node:events";
import type { IncomingHttpHeaders } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { pino } from "pino";
import { afterAll, describe, expect, it } from "vitest";
import { readSettings } from "@/lib/platform/settings";
import { makeServer } from "@/lib/runtime/http";
import { createGateway } from "./gateway";
import { BODY_BYTES_MAX } from "./gateway-body";

/** What the handler behind the gateway was given, last request last. */
const seen: { url: string; headers: IncomingHttpHeaders; body: string }[] = [];
let unhealthy: string | null = null;

const settings = readSettings({ STRONGROOM_URL: "https://secrets.example.com" });
const gateway = createGateway({
  settings,
  mode: "production",
  log: pino({ level: "silent" }),
  health: async () => unhealthy,
  machines: () => async (_req, res, facts) => void res.end(JSON.stringify(facts)),
  inner: () => async (req, res) => {
    if (req.url === "/throws") throw new Error("a stack with a canary-71");
    let body = "";
    for await (const chunk of req) body += chunk;
    seen.push({ url: req.url ?? "", headers: req.headers, body });
    const cached = { "Cache-Control": "public, max-age=31536000, immutable" };
    res.writeHead(req.url?.includes("missing") ? 404 : 200, { ...cached, "Content-Security-Policy": "weak" });
    res.end("inner");
  },
});
const server = makeServer(settings, "production", gateway);
server.listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address() as AddressInfo;
const base = `http://127.0.0.1:${port}`;
afterAll(() => server.close());

/** Sends bytes as they are and returns everything that comes back. */
async function raw(text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.end(text);
  let answer = "";
  for await (const chunk of socket) answer += chunk;
  return answer;
}

const get = (target: string, headers = ""): Promise<string> =>
  raw(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`);

const last = () => seen.at(-1) ?? { url: "", headers: {}, body: "" };

const PROTECTION = [
  "content-security-policy",
  "x-frame-options",
  "x-content-type-options",
  "referrer-policy",
  "permissions-policy",
  "cross-origin-opener-policy",
  "cross-origin-resource-policy",
  "strict-transport-security",
  "cache-control",
];

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

describe("requests that are refused", () => {
  it.each(["/%zz", "/a%00b", "//evil.example/", "/\\evil", "http://127.0.0.1:9/", "*", "/%c0%ae"])(
    "answers 400 to the address %s, without a stack",
    async (target) => {
      const answer = await get(target);
      expect(answer).toMatch(/^HTTP\/1.1 400 /);
      expect(answer).not.toMatch(/\bat .*:\d+|node_modules/);
    },
  );

  it.each(["/projects/a?search=%00", "/projects/a?x=1&secret=a%00b", "/sign-in?%00=1"])(
    "answers 422 to the query of %s, which no page looks for",
    async (target) => {
      expect(await get(target)).toMatch(/^HTTP\/1.1 422 /);
    },
  );

  it.each([
    ["null", 403],
    ["https://evil.example", 403],
    ["https://secrets.example.com.evil.example", 403],
    ["https://secrets.example.com:8443", 403],
    ["http://[", 400],
    ["%%%", 400],
    ["https://secrets.example.com", 200],
  ])("answers a form from %s with %i", async (origin, status) => {
    const answer = await raw(
      `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: ${origin}\r\nContent-Length: 0\r\n\r\n`,
    );
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  it.each(["POST", "PUT", "PATCH", "DELETE"])(
    "answers 403 to a %s that does not say where it comes from",
    async (method) => {
      const before = seen.length;
      expect((await fetch(base, { method })).status).toBe(403);
      expect(seen).toHaveLength(before);
    },
  );

  it("lets machines write without an origin, and only them", async () => {
    const machine = await fetch(`${base}/api/v1/secrets`, { method: "POST", body: "{}" });
    expect([machine.status, await machine.json()]).toEqual([
      200,
      { requestId: machine.headers.get("x-request-id"), clientAddress: "127.0.0.1" },
    ]);
    for (const path of ["/api/v1x", "/api/v2", "/API/v1/secrets", "/api//v1", "/x/api/v1/secrets"]) {
      expect((await fetch(base + path, { method: "POST" })).status).toBe(403);
    }
  });

  it("answers 413 to a body over 1 MiB, and nothing of it gets in", async () => {
    const before = seen.length;
    const res = await fetch(base, { method: "POST", body: "x".repeat(BODY_BYTES_MAX + 1) });
    expect(res.status).toBe(413);
    expect(seen).toHaveLength(before);
  });

  it.each([
    ["POST", "/api/v1/secrets", "Content-Length: 2000000", 413, "Too large", "tooLarge"],
    ["POST", "/api/v1/secrets", "Transfer-Encoding: chunked", 411, "Length required", "lengthRequired"],
    ["TRACE", "/api/v1/secrets", "", 405, "Method not allowed", "methodNotAllowed"],
    ["GET", "/api/v1/%zz", "", 400, "Malformed request", "malformed"],
    ["POST", "/api/v2", "", 403, "Not allowed", "forbidden"],
  ])(
    "is a problem with title and code under /api: %s %s %s",
    async (method, path, more, status, title, code) => {
      const answer = await raw(
        `${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${more && `${more}\r\n`}\r\n`,
      );
      expect(answer).toContain("application/problem+json");
      const problem = JSON.parse(
        answer.slice(answer.indexOf("\r\n\r\n") + 4).replace(/^[0-9a-f]+\r\n|\r\n0\r\n\r\n$/g, ""),
      );
      expect(problem).toEqual({ type: "about:blank", title, status, detail: expect.any(String), code });
    },
  );

  it("takes a body of exactly 1 MiB whole", async () => {
    const headers = { origin: settings.origin };
    const res = await fetch(base, { method: "POST", headers, body: "x".repeat(BODY_BYTES_MAX) });
    expect(res.status).toBe(200);
    expect(last().body).toHaveLength(BODY_BYTES_MAX);
  });

  it("answers 411 to a body in chunks, whatever its size", async () => {
    const before = seen.length;
    const answer = await raw(
      "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
    );
    expect(answer).toMatch(/^HTTP\/1.1 411 /);
    expect(seen).toHaveLength(before);
  });

  it("answers 405 to unknown methods and 400 to a header that names a prototype", async () => {
    expect(await raw("TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).toMatch(/^HTTP\/1.1 405 /);
    expect(await get("/", "__proto__: x\r\n")).toMatch(/^HTTP\/1.1 400 /);
  });

  it("answers 405 to a file that is written to, and says what it takes", async () => {
    const before = seen.length;
    for (const path of ["/robots.txt", "/icons/icon-192.png", "/_next/static/chunk.js"]) {
      for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
        const res = await fetch(base + path, { method, headers: { origin: settings.origin } });
        expect([path, method, res.status, res.headers.get("allow")]).toEqual([
          path,
          method,
          405,
          "GET, HEAD",
        ]);
      }
    }
    expect(seen).toHaveLength(before);
  });

  it("hides what went wrong inside", async () => {
    const res = await fetch(`${base}/throws`);
    expect(res.status).toBe(500);
    expect(await res.text()).not.toContain("canary");
  });

  it("offers no image optimiser", async () => {
    expect((await fetch(`${base}/_next/image?url=http://127.0.0.1:9/&w=64&q=75`)).status).toBe(404);
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
});
