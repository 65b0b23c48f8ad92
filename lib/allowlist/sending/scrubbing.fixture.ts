import { randomBytes } from "node:crypto";
import type { RequestListener } from "node:http";
import { expect } from "vitest";
import { listen } from "@/test/listener";
import { testSending, withHeader } from "@/test/sending";

/** What the endpoint was sent, in a secret header: what it will say again. */
export type Echo = (input: string) => Parameters<typeof respond>[0];
const respond =
  ({ head = {}, body }: { head?: Record<string, string>; body: string | Buffer }): RequestListener =>
  (_, res) =>
    void res.writeHead(200, { "Content-Type": "text/plain", ...head }).end(body);

export const damaged = (file: Buffer) => file.fill(0, file.length - 8);
export const base64 = (text: string) => Buffer.from(text).toString("base64");
export const hex = (text: string) => Buffer.from(text).toString("hex");
export const json = { "Content-Type": "application/json" };

/** Secrets of every kind, an endpoint that says again what it was sent, and how to look for traces. */
export async function testScrubbing() {
  const { owner, secret, rotate, endpoint, send } = await testSending();
  const value = `sk_live_${randomBytes(16).toString("hex")}/+"é`;
  const ascii = `sk_live_${randomBytes(16).toString("hex")}/+"`;
  const bytes = randomBytes(32);
  await secret("ECHOED", ascii);
  await secret("SIGNING", bytes.toString("hex"));
  await secret("BASIC", Buffer.from("merchant:pass-word-4711").toString("base64"));
  await secret("PARAMETER", value);

  let count = 0;
  async function echoed(echo: Echo): Promise<string> {
    const partner = await listen((req, res) => respond(echo(String(req.headers["x-key"])))(req, res));
    count += 1;
    const name = `echo-${count}`;
    const answer = { headers: ["location", "set-cookie", "x-debug", "content-type", "www-authenticate"] };
    await endpoint(name, `http://${partner.host}/`, {
      configuration: { ...withHeader("X-Key", "ECHOED"), answer },
    });
    const sent = await send(name);
    expect(partner.received().toString("latin1")).toContain(ascii);
    return JSON.stringify(sent);
  }

  /** Parts of the secret as long as to be of use, however they are written. */
  function traces(text: string): string[] {
    const decoded = JSON.stringify(text);
    const found = [ascii, encodeURIComponent(ascii), ascii.slice(8, 40)];
    const base64 = Buffer.from(ascii).toString("base64").slice(4, -4);
    const hex = Buffer.from(ascii).toString("hex");
    return [...found, base64, hex].filter((form) => decoded.includes(form) || text.includes(form));
  }
  return { owner, secret, rotate, endpoint, send, ascii, bytes, echoed, traces };
}
