import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { Strongroom } from "../strongroom.js";

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

type Script = (asked: Asked, res: ServerResponse, number: number) => void;

export const API_KEY = "sr_live_abcdefghijklmnop_0123456789012345678901234567890123456789012";

/** A server that answers as told, for one test. */
export async function scripted(script: Script) {
  const asked: Asked[] = [];
  const server = createServer(async (req, res) => {
    const { method = "", url = "", headers } = req;
    asked.push({ method, url, headers, body: await text(req) });
    const last = asked.at(-1);
    if (last) script(last, res, asked.length);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(close);
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return { url, asked, client: new Strongroom({ url, apiKey: API_KEY }), port, close };
}

export function json(res: ServerResponse, status: number, body: unknown, headers = {}): void {
  res.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

export function problem(res: ServerResponse, status: number, code: string, more = {}, headers = {}): void {
  const body = { type: "about:blank", title: code, status, code, detail: `It is ${code}.`, ...more };
  res.writeHead(status, { "content-type": "application/problem+json", ...headers }).end(JSON.stringify(body));
}
