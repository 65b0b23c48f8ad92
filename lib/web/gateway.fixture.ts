import { once } from "node:events";
import type { IncomingHttpHeaders } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { pino } from "pino";
import { afterAll } from "vitest";
import { type Environment, readSettings } from "@/lib/platform/settings";
import { makeServer } from "@/lib/runtime/http";
import { createGateway } from "./gateway";

export const PROTECTION = [
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

/** A gateway that listens, and what the handler behind it was given. `health` says what is wrong with the program. */
export async function testGateway(
  health: () => Promise<string | null> = async () => null,
  env: Environment = {},
) {
  /** What the handler behind the gateway was given, last request last. */
  const seen: { url: string; headers: IncomingHttpHeaders; body: string }[] = [];

  const settings = readSettings({ STRONGROOM_URL: "https://secrets.example.com", ...env });
  const gateway = createGateway({
    settings,
    mode: "production",
    log: pino({ level: "silent" }),
    health,
    machines:
      () =>
      async (_req, res, { requestId, clientAddress }) =>
        void res.end(JSON.stringify({ requestId, clientAddress })),
    inner: () => async (req, res) => {
      if (req.url === "/throws") throw new Error("a stack with a canary-71");
      let body = "";
      for await (const chunk of req) body += chunk;
      seen.push({ url: req.url ?? "", headers: req.headers, body });
      const cached = { "Cache-Control": "public, max-age=31536000, immutable" };
      res.writeHead(req.url?.includes("missing") ? 404 : 200, {
        ...cached,
        "Content-Security-Policy": "weak",
      });
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
  return { seen, settings, base, raw, get, last };
}
