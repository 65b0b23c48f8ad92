import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import { join } from "node:path";
import { afterAll, beforeEach, expect, it } from "vitest";
import { newAuthority } from "../certificates";
import { installedCli } from "./installed";

const KEY = `sr_live_${"k".repeat(16)}_${"s".repeat(43)}`;
const VALUE = "sw0rdfish-through-a-proxy";
const authority = await newAuthority();
const { run, folder } = await installedCli({ STRONGROOM_API_KEY: KEY, STRONGROOM_RETRY_SECONDS: "0" });
const ca = join(folder, "ca.pem");
writeFileSync(ca, authority.ca);

const secured = createTlsServer(await authority.issue({ names: ["secrets.example"] }), (_, res) => {
  res.setHeader("content-type", "application/json");
  res.end(JSON.stringify({ name: "A", value: VALUE, version: 1 }));
});
const proxy = createServer((_, res) => res.writeHead(403).end());
/** What the proxy saw: its requests, and every byte that passed it. */
let asked: string[] = [];
let seen = "";
let refusesWith: number | null = null;
proxy.on("connect", (req, client: Socket) => {
  asked.push(`${req.method} ${req.url} ${req.headers["proxy-authorization"] ?? ""}`.trim());
  client.on("error", () => {});
  if (refusesWith !== null) return void client.end(`HTTP/1.1 ${refusesWith} No\r\n\r\n`);
  const server = connect(portOf(secured), "127.0.0.1", () => {
    client.write("HTTP/1.1 200 OK\r\n\r\n");
    client.on("data", (chunk: Buffer) => (seen += chunk.toString("latin1")));
    server.on("data", (chunk: Buffer) => (seen += chunk.toString("latin1")));
    client.pipe(server).pipe(client);
  });
  server.on("error", () => client.destroy());
});
for (const server of [secured, proxy]) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
}
const env = {
  STRONGROOM_URL: "https://secrets.example",
  NODE_EXTRA_CA_CERTS: ca,
  HTTPS_PROXY: `http://ada:p%40ss@127.0.0.1:${portOf(proxy)}`,
};

beforeEach(() => {
  asked = [];
  seen = "";
  refusesWith = null;
});

function portOf(server: { address(): unknown }): number {
  return (server.address() as AddressInfo).port;
}

it("an https server is reached through the proxy, which sees neither the key nor a value", async () => {
  const { code, output, notes } = await run(["secrets", "get", "A"], { env });
  expect([code, output, notes]).toEqual([0, VALUE, ""]);
  const credentials = Buffer.from("ada:p@ss").toString("base64");
  expect(asked).toEqual([`CONNECT secrets.example:443 Basic ${credentials}`]);
  expect(seen.length).toBeGreaterThan(500);
  for (const secret of [KEY, VALUE, "Bearer", "/api/v1"]) expect(seen).not.toContain(secret);
});

it("what answers behind the proxy has to show a certificate of the server, else the key stays here", async () => {
  const { code, notes } = await run(["secrets", "get", "A"], {
    env: { ...env, STRONGROOM_URL: "https://other.example" },
  });
  expect([code, notes]).toEqual([5, expect.stringContaining("ERR_TLS_CERT_ALTNAME_INVALID")]);
  expect((await run(["secrets", "get", "A"], { env: { ...env, NODE_EXTRA_CA_CERTS: "" } })).code).toBe(5);
  expect(seen).not.toContain(KEY);
});

it.each([403, 407, 502])(
  "a proxy that refuses with %i is named, without its password; nothing was sent",
  async (status) => {
    refusesWith = status;
    const { code, notes } = await run(["secrets", "set", "A"], { env, input: "v" });
    expect(code).toBe(5);
    expect(notes).toContain(`the proxy 127.0.0.1:${portOf(proxy)} refused the connection with ${status}`);
    expect(notes).not.toContain("may or may not");
    expect(notes).not.toMatch(/ada|p@ss|p%40ss/);
  },
);

it("a proxy that is away, or hangs up, is named too", async () => {
  const { code, notes } = await run(["secrets", "get", "A"], {
    env: { ...env, HTTPS_PROXY: "http://127.0.0.1:9" },
  });
  expect([code, notes]).toEqual([
    5,
    expect.stringContaining("the proxy 127.0.0.1:9 cannot be reached: ECONNREFUSED"),
  ]);
});

it("NO_PROXY and a plain http server go past it", async () => {
  const past = { ...env, NO_PROXY: "example" };
  expect((await run(["secrets", "get", "A"], { env: past })).notes).not.toContain("proxy");
  await run(["secrets", "get", "A"], {
    env: { ...env, STRONGROOM_URL: "http://secrets.example", HTTP_PROXY: env.HTTPS_PROXY },
  });
  expect(asked).toEqual([]);
});
