import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { pino } from "pino";
import { expect, it } from "vitest";
import { readSettings } from "@/lib/platform/settings";
import { createGateway } from "./gateway";

/** Sends bytes as they are and returns everything that comes back. */
async function rawTo(port: number, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.end(text);
  let answer = "";
  for await (const chunk of socket) answer += chunk;
  return answer;
}

it("leads a browser from another name of this machine to the public one", async () => {
  const twin = createServer().listen(0, "127.0.0.1");
  await once(twin, "listening");
  const { port: own } = twin.address() as AddressInfo;
  const local = readSettings({ PORT: String(own) });
  const inner = () => async (_: unknown, res: { end(text: string): void }) => void res.end("page");
  const health = async () => null;
  const quiet = pino({ level: "silent" });
  twin.on(
    "request",
    createGateway({ settings: local, mode: "production", log: quiet, health, inner, machines: () => null }),
  );
  const visit = (host: string, mode: string) =>
    rawTo(
      own,
      `GET /a?b=c HTTP/1.1\r\nHost: ${host}\r\nSec-Fetch-Mode: ${mode}\r\nConnection: close\r\n\r\n`,
    );
  const led = await visit(`127.0.0.1:${own}`, "navigate");
  expect(led).toMatch(/^HTTP\/1.1 307 /);
  expect(led).toContain(`\r\nLocation: http://localhost:${own}/a?b=c\r\n`);
  expect(await visit(`[::1]:${own}`, "navigate")).toMatch(/^HTTP\/1.1 307 /);
  expect(await visit(`localhost:${own}`, "navigate")).toMatch(/^HTTP\/1.1 200 /);
  expect(await visit(`127.0.0.1:${own}`, "cors")).toMatch(/^HTTP\/1.1 200 /);
  expect(await visit("127.0.0.1:80", "navigate")).toMatch(/^HTTP\/1.1 200 /);
  expect(await visit(`evil.example:${own}`, "navigate")).toMatch(/^HTTP\/1.1 200 /);
  twin.close();
});
