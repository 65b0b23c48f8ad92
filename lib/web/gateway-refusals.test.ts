import { describe, expect, it } from "vitest";
import { testGateway } from "./gateway.fixture";
import { BODY_BYTES_MAX } from "./gateway-body";

const { seen, settings, base, raw, get, last } = await testGateway();

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
