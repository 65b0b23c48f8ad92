import { createHmac, randomBytes } from "node:crypto";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { createServer as createTlsServer } from "node:tls";
import { onTestFinished } from "vitest";
import type { Ctx } from "@/lib/context";
import { openMailer } from "@/lib/net/mail";
import { readSettings } from "@/lib/platform/settings";
import { newAuthority } from "@/test/certificates";
import { scratchDir } from "@/test/scratch";
import type { AuditOutlets, StreamedEvent } from "./model";
import { openOutlets } from "./open";
import { beginOutlets } from "./service";

/** A context whose environment has these settings, what is written to its standard output, and what it was told of failures. */
export async function withOutlets(ctx: Ctx, env: Record<string, string>) {
  const written: string[] = [];
  const failures: string[] = [];
  const stdout = new Writable({
    write: (chunk, _encoding, done) => {
      written.push(String(chunk));
      done();
    },
  });
  const { audit, mail } = readSettings(env);
  const outlets: AuditOutlets = openOutlets(audit, {
    egress: ctx.egress,
    mail: mail && openMailer(mail, () => {}),
    host: "secrets.example.com",
    stdout,
    onFailure: (name, reason) => void failures.push(`${name}: ${reason}`),
  });
  const started: Ctx = { ...ctx, outlets };
  await beginOutlets(started);
  const lines = () =>
    written
      .join("")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  return { ctx: started, lines, failures };
}

export const WEBHOOK_KEY = randomBytes(32);
export const WEBHOOK_SECRET = `whsec_${WEBHOOK_KEY.toString("base64")}`;

export interface WebhookCall {
  readonly id: string;
  readonly type: string;
  readonly data: {
    readonly events: readonly StreamedEvent[];
    readonly checkpoint?: string;
    readonly size?: number;
  };
}

/** Checks the signature of each call as Standard Webhooks says, and hands it on. */
export function webhookListener(
  onCall: (call: WebhookCall, res: ServerResponse) => void | Promise<void>,
): RequestListener {
  return async (req, res) => {
    const body = await text(req);
    const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature } = req.headers;
    const wanted = createHmac("sha256", WEBHOOK_KEY).update(`${id}.${timestamp}.${body}`).digest("base64");
    const isFresh = Math.abs(Date.now() / 1_000 - Number(timestamp)) < 300;
    if (signature !== `v1,${wanted}` || !isFresh || !isJson(req)) {
      res.writeHead(401).end();
      return;
    }
    await onCall({ id: String(id), ...JSON.parse(body) }, res);
    if (!res.writableEnded && !res.destroyed) res.writeHead(204).end();
  };
}

function isJson(req: IncomingMessage): boolean {
  return req.headers["content-type"] === "application/json";
}

/** A receiver of syslog on loopback, over TLS unless told; with what it was sent, and what an instance is told to find it. */
export async function syslogReceiver(
  input: { isTls?: boolean; names?: readonly string[]; port?: number } = {},
) {
  const { isTls = true, names = ["127.0.0.1"], port = 0 } = input;
  const authority = await newAuthority();
  const received: Buffer[] = [];
  const take = (socket: Socket) => {
    socket.on("error", () => {});
    socket.on("data", (chunk: Buffer) => received.push(chunk));
  };
  const server = isTls ? createTlsServer(await authority.issue({ names }), take) : createServer(take);
  server.on("tlsClientError", () => {});
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const ca = join(await scratchDir(), "ca.pem");
  writeFileSync(ca, authority.ca);
  return {
    env: {
      STRONGROOM_AUDIT_SYSLOG: `${isTls ? "tls" : "tcp"}://127.0.0.1:${address.port}`,
      STRONGROOM_AUDIT_CA_FILE: ca,
    },
    messages: () => messagesOf(Buffer.concat(received)),
  };
}

/** Takes frames apart (RFC 5425): a length in bytes, a blank, the message. */
function messagesOf(bytes: Buffer): string[] {
  const messages: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(" ", at);
    const end = blank + 1 + Number(bytes.toString("latin1", at, blank));
    messages.push(bytes.toString("utf8", blank + 1, end));
    at = end;
  }
  return messages;
}
