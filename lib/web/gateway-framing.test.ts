import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { pino } from "pino";
import { afterAll, describe, expect, it } from "vitest";
import { readSettings } from "@/lib/platform/settings";
import { makeServer } from "@/lib/runtime/http";
import { createGateway } from "./gateway";
import { PROTECTION } from "./gateway.fixture";
import { BODY_BYTES_MAX, limitBody } from "./gateway-body";
import { HEADER_LINES_MAX } from "./gateway-header-section";

const settings = readSettings({ STRONGROOM_URL: "https://secrets.example.com" });
/** How many requests got past the gateway. */
let admitted = 0;
const admit: RequestListener = async (req, res) => {
  admitted += 1;
  if (req.url === "/api/v1/stream") return void res.write("begun ");
  for await (const _ of req);
  res.end("inner");
};
const gateway = createGateway({
  settings,
  mode: "production",
  log: pino({ level: "silent" }),
  health: async () => null,
  machines: () => async (req, res) => admit(req, res),
  inner: () => async (req, res) => admit(req, res),
});
const port = await listening(makeServer(settings, "production", gateway));

async function listening(server: ReturnType<typeof createServer>): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** Sends bytes, and more of them once something has come back; returns everything that comes back. */
async function raw(bytes: string, more?: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write(bytes, "latin1");
  if (more === undefined) socket.end();
  else socket.once("data", () => socket.end(more));
  let answer = "";
  for await (const chunk of socket) answer += chunk;
  return answer;
}

const PROTECTED = PROTECTION.map((name) => (name === "cache-control" ? "cache-control: no-store" : name));

const HEAD = "Host: x\r\nConnection: close\r\n";
const ORIGIN = "Origin: https://secrets.example.com\r\n";
const lines = (count: number, line = "A: b\r\n") => line.repeat(count);

describe("a request that could be read in two ways is refused, with every header of protection", () => {
  it.each<[string, string, number | string]>([
    ["HTTP/0.9, a bare GET", "GET /\r\n\r\n", 505],
    ["HTTP/0.9 by name", `GET / HTTP/0.9\r\n${HEAD}\r\n`, 505],
    ["HTTP/2.0 by name", `GET / HTTP/2.0\r\n${HEAD}\r\n`, 505],
    ["HTTP/1.2", `GET / HTTP/1.2\r\n${HEAD}\r\n`, 400],
    ["the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400],
    [
      "a header section over the limit of lines",
      `GET / HTTP/1.1\r\n${HEAD}${lines(HEADER_LINES_MAX)}\r\n`,
      431,
    ],
    ["thousands of lines", `GET / HTTP/1.1\r\n${HEAD}${lines(8_000, "A:\r\n")}\r\n`, 431],
    ["too many header bytes", `GET / HTTP/1.1\r\n${HEAD}${lines(100, `A: ${"b".repeat(200)}\r\n`)}\r\n`, 431],
    ["no Host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400],
    ["an expectation that nobody meets", `GET / HTTP/1.1\r\n${HEAD}Expect: a-miracle\r\n\r\n`, 417],
    ["two expectations", `POST / HTTP/1.1\r\n${HEAD}Expect: 100-continue, more\r\n\r\n`, 417],
    ["a folded line", `GET / HTTP/1.1\r\n${HEAD}A: b\r\n c\r\n\r\n`, 400],
    ["a folded first line", `GET / HTTP/1.1\r\n ${HEAD}\r\n`, 400],
    ["bare LF", "GET / HTTP/1.1\nHost: x\nConnection: close\n\n", 400],
    ["a bare LF between headers", "GET / HTTP/1.1\r\nHost: x\nConnection: close\r\n\r\n", 400],
    ["a bare CR", "GET / HTTP/1.1\r\nHost: x\rA: b\r\nConnection: close\r\n\r\n", 400],
    ["a space before the colon", `GET / HTTP/1.1\r\n${HEAD}A : b\r\n\r\n`, 400],
    ["a header without a name", `GET / HTTP/1.1\r\n${HEAD}: b\r\n\r\n`, 400],
    ["a NUL", `GET / HTTP/1.1\r\n${HEAD}A: b\0c\r\n\r\n`, 400],
    ["tabs in the request line", `GET\t/\tHTTP/1.1\r\n${HEAD}\r\n`, 400],
    ["a signed length", `POST / HTTP/1.1\r\n${HEAD}${ORIGIN}Content-Length: +1\r\n\r\nx`, 400],
    ["a list of lengths", `POST / HTTP/1.1\r\n${HEAD}${ORIGIN}Content-Length: 1, 1\r\n\r\nx`, 400],
    [
      "a length beyond every number",
      `POST / HTTP/1.1\r\n${HEAD}Content-Length: ${"9".repeat(30)}\r\n\r\n`,
      400,
    ],
    ["the identity coding", `POST / HTTP/1.1\r\n${HEAD}${ORIGIN}Transfer-Encoding: identity\r\n\r\n`, 411],
    // Some versions of Node refuse it themselves.
    ["an empty coding", `POST / HTTP/1.1\r\n${HEAD}${ORIGIN}Transfer-Encoding:\r\n\r\n`, "4(00|11)"],
    ["a coding in HTTP/1.0", `POST / HTTP/1.0\r\n${ORIGIN}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 411],
    ["an upgrade", "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n", 400],
    ["a tunnel", `CONNECT a:1 HTTP/1.1\r\n${HEAD}\r\n`, 405],
  ])("%s", async (_, bytes, status) => {
    const before = admitted;
    const answer = (await raw(bytes)).toLowerCase();
    expect(answer).toMatch(new RegExp(`^http/1.1 ${status} `));
    expect(PROTECTED.filter((line) => !answer.includes(`\r\n${line}`))).toEqual([]);
    expect(admitted).toBe(before);
  });

  const singles: readonly (readonly [name: string, value: string])[] = [
    ["Host", "x"],
    ["Authorization", "Bearer a"],
    ["Content-Type", "text/plain"],
    ["Content-Encoding", "gzip"],
    ["Content-Length", "0"],
    ["Transfer-Encoding", "chunked"],
    ["Origin", "https://secrets.example.com"],
    ["Expect", "100-continue"],
    ["Idempotency-Key", "a"],
    ["Next-Action", "a"],
  ];
  it.each(singles)("two lines of %s, also when they agree", async (name, value) => {
    for (const path of ["/", "/api/v1/secrets", "/api/health"]) {
      const before = admitted;
      const rest = name === "Host" ? "" : "Host: x\r\n";
      const twice = `${name}: ${value}\r\nA: b\r\n${name.toUpperCase()}: ${value}\r\n`;
      const answer = await raw(`POST ${path} HTTP/1.1\r\n${rest}Connection: close\r\n${twice}\r\n`);
      expect([path, answer.slice(0, 13)]).toEqual([path, "HTTP/1.1 400 "]);
      expect(admitted).toBe(before);
    }
  });
});

it("as many header lines as allowed get in, and HTTP/1.0 without a Host", async () => {
  const full = lines(HEADER_LINES_MAX - 2);
  expect(await raw(`GET / HTTP/1.1\r\n${HEAD}${full}\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
  expect(await raw("GET / HTTP/1.0\r\n\r\n")).toMatch(/^HTTP\/1\.1 200 /);
});

describe("Expect: 100-continue", () => {
  const post = (length: number) =>
    `POST / HTTP/1.1\r\n${HEAD}${ORIGIN}Expect: 100-continue\r\nContent-Length: ${length}\r\n\r\n`;

  it("asks for the body of a request that is let in", async () => {
    const answer = await raw(post(5), "hello");
    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
  });

  it("asks for nothing of a request that is refused", async () => {
    expect(await raw(post(2_000_000))).toMatch(/^HTTP\/1\.1 413 /);
  });
});

describe("what cannot be parsed is answered only where the client waits for an answer", () => {
  const GARBAGE = "nonsense\r\n\r\n";
  const statuses = (answer: string) => answer.match(/HTTP\/1\.1 \d+/g);

  it("not amid the answer before it", async () => {
    const stream = `GET /api/v1/stream HTTP/1.1\r\nHost: x\r\n\r\n`;
    for (const more of [GARBAGE, "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: a\r\n\r\n"])
      expect(statuses(await raw(stream, more))).toEqual(["HTTP/1.1 200"]);
  });

  it("not for the rest of a request that was answered", async () => {
    const chunks = `POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`;
    expect(statuses(await raw(chunks, "no length\r\n"))).toEqual(["HTTP/1.1 411"]);
    expect(statuses(await raw(chunks, `1;${"a".repeat(20_000)}\r\n`))).toEqual(["HTTP/1.1 411"]);
  });

  it("after an answer that is complete", async () => {
    const whole = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    expect(statuses(await raw(whole, GARBAGE))).toEqual(["HTTP/1.1 200", "HTTP/1.1 400"]);
  });
});

it("whatever a request says of its length, no reader gets more than the limit", async () => {
  let readBytes = 0;
  let failure: unknown;
  const bare = createServer(async (req) => {
    limitBody(req);
    try {
      for await (const chunk of req) readBytes += chunk.length;
    } catch (error) {
      failure = error;
    }
  });
  const socket = connect(await listening(bare), "127.0.0.1").on("error", () => {});
  const closed = new Promise((resolve) => void socket.on("close", resolve));
  socket.write("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
  for (let sent = 0; sent < 64 && socket.writable; sent += 1) {
    socket.write(chunk);
    await new Promise(setImmediate);
  }
  await closed;
  expect(readBytes).toBeLessThanOrEqual(BODY_BYTES_MAX);
  await expect.poll(() => failure).toBeInstanceOf(Error);
});
