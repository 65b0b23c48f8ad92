import { type IncomingMessage, request as plainRequest } from "node:http";
import { Readable } from "node:stream";
import type { Fetch, HttpResponse } from "@/sdk/src/http/settings";
import { VERSION } from "../version";
import { proxyFor } from "./proxy";

/** An answer longer than any that the API gives. */
const ANSWER_BYTES_MAX = 64 * 1_024 * 1_024;
const USER_AGENT = `strongroom-cli/${VERSION}`;

/**
 * `fetch` for one server as far as the SDK needs it, through a proxy where the environment names one. Follows no redirect. By `node:http`,
 * because loading Node's `fetch` takes twice as long as everything else that a run does, and Node 20's knows no proxies.
 */
export function openTransport(server: string, env: NodeJS.ProcessEnv): Fetch {
  const proxy = proxyFor(new URL(server), env);
  return async (address, { method = "GET", headers, body, signal }) => {
    const url = new URL(address);
    const text = typeof body === "string" ? body : undefined;
    const length = text !== undefined && { "content-length": String(Buffer.byteLength(text)) };
    const options = {
      method,
      headers: { ...(headers as Record<string, string>), ...length, "user-agent": USER_AGENT },
      ...(signal && { signal }),
      ...(await routeTo(url, proxy, signal ?? undefined)),
    } as const;
    const request = url.protocol === "https:" ? (await import("node:https")).request : plainRequest;
    return new Promise((resolve, reject) => {
      const sent = request(url, options, (res) => resolve(responseOf(res)));
      sent.on("error", reject);
      sent.end(text);
    });
  };
}

/** A connection for one request alone. An agent would ignore the tunnel and connect by itself. */
async function routeTo(url: URL, proxy: URL | null, signal: AbortSignal | undefined) {
  if (proxy === null) return { agent: false };
  const { openTunnel } = await import("./tunnel");
  const socket = await openTunnel(proxy, url, signal);
  return { createConnection: () => socket };
}

function responseOf(res: IncomingMessage): HttpResponse {
  const status = res.statusCode ?? 0;
  return {
    status,
    ok: status >= 200 && status < 300,
    type: "default",
    headers: {
      get: (name) => {
        const value = res.headers[name.toLowerCase()];
        return Array.isArray(value) ? value.join(", ") : (value ?? null);
      },
    },
    get body() {
      return Readable.toWeb(res) as HttpResponse["body"];
    },
    text: () => textOf(res),
  };
}

async function textOf(res: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of res) {
    size += chunk.length;
    if (size > ANSWER_BYTES_MAX) throw new Error("the answer does not end");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
