import { once } from "node:events";
import { request as plainRequest } from "node:http";
import { request as securedRequest } from "node:https";
import { isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

/**
 * A connection to an https address through a proxy (`CONNECT`), secured from end to end: the proxy learns the host and no
 * more. Rejects with an error of connecting when the proxy cannot be reached or refuses.
 */
export async function openTunnel(proxy: URL, target: URL, signal?: AbortSignal): Promise<Socket> {
  const host = target.hostname.replace(/^\[(.*)\]$/, "$1");
  const socket = await connectThrough(proxy, `${target.hostname}:${target.port || "443"}`, signal);
  const secured = connectTls({ socket, host, ...(isIP(host) === 0 && { servername: host }) });
  try {
    await once(secured, "secureConnect", signal ? { signal } : {});
    return secured;
  } catch (error) {
    secured.destroy();
    throw error instanceof Error ? Object.assign(error, UNSENT) : error;
  }
}

function connectThrough(proxy: URL, authority: string, signal: AbortSignal | undefined): Promise<Socket> {
  const request = proxy.protocol === "https:" ? securedRequest : plainRequest;
  const asked = request({
    method: "CONNECT",
    host: proxy.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: proxy.port || (proxy.protocol === "https:" ? 443 : 80),
    path: authority,
    headers: { host: authority, ...authorizationOf(proxy) },
    agent: false,
    ...(signal && { signal }),
  });
  return new Promise((resolve, reject) => {
    const fail = (reason: string) =>
      reject(Object.assign(new Error(`the proxy ${proxy.host} ${reason}`), UNSENT));
    asked.on("error", (error) => {
      if (signal?.aborted) reject(error);
      else fail(`cannot be reached: ${"code" in error ? String(error.code) : error.message}`);
    });
    asked.on("response", (res) => {
      res.destroy();
      fail(`refused the connection with ${res.statusCode}`);
    });
    asked.on("connect", (res, socket) => {
      if (res.statusCode === 200) return resolve(socket);
      socket.destroy();
      fail(`refused the connection with ${res.statusCode}`);
    });
    asked.end();
  });
}

function authorizationOf({ username, password }: URL): Record<string, string> {
  if (username === "" && password === "") return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(pair).toString("base64")}` };
}

/** Marks an error as one of connecting: nothing was sent to the server. */
const UNSENT = { syscall: "connect" };
