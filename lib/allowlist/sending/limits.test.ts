import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { SENDS_MAX_EACH } from "@/lib/net/egress";
import { type Authority, newAuthority } from "@/test/certificates";
import { type Listener, listen, listenRaw, listenTls } from "@/test/listener";
import { testSending, withHeader } from "@/test/sending";

const { ctx, secret, endpoint, send, events } = await testSending();
const MIB = 1_024 * 1_024;
const VALUE = "limits-secret-0815-4711";
await secret("LIMITS_KEY", VALUE);
const authority = await newAuthority();
await secret("LIMITS_CA", authority.ca);
const last = async (name: string) => (await events(name)).at(-1);

test("a thousand sends at once: some are answered, the others told to come back; memory stays, each one is on record", async () => {
  const partner = await listen((_, res) => setTimeout(() => res.end("x".repeat(100_000)), 20));
  await endpoint("flood", `http://${partner.host}/`);
  await send("flood");
  const before = process.memoryUsage().rss;
  const results = await Promise.allSettled(Array.from({ length: 1_000 }, () => send("flood")));
  const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  const answered = results.length - refused.length;
  expect(answered).toBeGreaterThanOrEqual(SENDS_MAX_EACH);
  expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(["throttled"]));
  expect(refused[0].context.retryAfterSeconds).toBe(1);
  expect(partner.connections()).toBeLessThanOrEqual(SENDS_MAX_EACH + 1);
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * MIB);
  const actions = (await events("flood")).map(({ action }) => action);
  const count = (wanted: string) => actions.filter((action) => action === wanted).length;
  expect([count("allowlist.begun"), count("allowlist.sent")]).toEqual([answered + 1, answered + 1]);
});

describe("an endpoint that gives too much, or too slowly, gets a record of that", () => {
  test.each<[string, string, () => Promise<Listener>]>([
    [
      "a bomb of gzip",
      "tooLarge",
      () => {
        const bomb = gzipSync(Buffer.alloc(50 * MIB));
        return listen((_, res) => res.writeHead(200, { "Content-Encoding": "gzip" }).end(bomb));
      },
    ],
    [
      "a body without end",
      "tooLarge",
      () =>
        listenRaw((socket) =>
          socket.once("data", () => socket.end(`HTTP/1.1 200 OK\r\n\r\n${"x".repeat(3 * MIB)}`)),
        ),
    ],
    [
      "headers without end",
      "unreadable",
      () =>
        listenRaw((socket) =>
          socket.once("data", () => socket.end(`HTTP/1.1 200 OK\r\n${"X: y\r\n".repeat(9_000)}`)),
        ),
    ],
    [
      "a byte now and then",
      "timeout",
      () =>
        listenRaw((socket) =>
          socket.once("data", () => {
            socket.write("HTTP/1.1 200 OK\r\n\r\n");
            const timer = setInterval(() => socket.write("x"), 100);
            socket.on("close", () => clearInterval(timer));
          }),
        ),
    ],
  ])("%s", async (name, reason, partnerFor) => {
    const partner = await partnerFor();
    const id = name.replaceAll(" ", "-");
    await endpoint(id, `http://${partner.host}/`, { configuration: { timeoutSeconds: 1 } });
    await expect(send(id)).rejects.toMatchObject({
      code: reason === "timeout" ? "gatewayTimeout" : "badGateway",
    });
    expect(await last(id)).toMatchObject({ action: "allowlist.failed", reason });
  });
});

describe("a secret goes to no server that is not the right one", () => {
  const configuration = { ...withHeader("X-Key", "LIMITS_KEY"), ca: { secret: "LIMITS_CA" } };
  const refused = async (
    name: string,
    input: Parameters<Authority["issue"]>[0] | "self-signed",
    more: object = {},
  ) => {
    const credentials =
      input === "self-signed" ? (await newAuthority()).selfSigned : await authority.issue(input);
    const partner = await listenTls({ ...credentials, ...more }, (_, res) => res.end("x"));
    await endpoint(name, `https://${partner.host}/`, { configuration });
    await expect(send(name, { data: {} })).rejects.toMatchObject({ code: "badGateway" });
    expect(await last(name)).toMatchObject({ action: "allowlist.failed", reason: "notTrusted", attempts: 1 });
    expect(partner.connections()).toBe(1);
    expect(partner.received().toString("latin1")).not.toContain(VALUE);
  };

  test("the right one gets it, encrypted on the wire", async () => {
    let key: unknown;
    const partner = await listenTls(await authority.issue({}), (req, res) => {
      key = req.headers["x-key"];
      res.end("x");
    });
    await endpoint("right", `https://${partner.host}/`, { configuration });
    expect((await send("right", { data: {} })).status).toBe(200);
    expect([key, partner.received().toString("latin1").includes(VALUE)]).toEqual([VALUE, false]);
  });

  test("self-signed", () => refused("self-signed", "self-signed"));
  test("for another name", () => refused("other-name", { names: ["evil.example"] }));
  test("expired", () => refused("expired", { expiredMs: 1_000 }));
  test("of TLS 1.1", () =>
    refused("old", {}, { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" }));
});

test("no table holds the data of a send, nor what came back", async () => {
  const partner = await listen((_, res) => res.end("from-the-partner-5566"));
  await endpoint("private", `http://${partner.host}/`);
  await send("private", { data: { card: "from-the-caller-7788" }, query: { q: "from-the-query-9900" } });
  const { rows } = await ctx.pool.query(
    "SELECT detail FROM audit_events UNION ALL SELECT answer FROM allowlist_answers",
  );
  expect(JSON.stringify(rows)).not.toMatch(/5566|7788|9900/);
});
