import { afterEach, expect, test } from "vitest";
import { parseMailUrl } from "@/lib/platform/mail-settings";
import { type MailServer, type Manner, startMailServer, textOf } from "@/test/mail-server";
import { openMailer } from "./mail";

let server: MailServer;
afterEach(() => server.close());

const MESSAGE = {
  to: "ada@example.com",
  subject: "A subject",
  text: `A line\n\nhttps://h.example/${"x".repeat(90)}\n`,
};

async function sentTo(manner: Manner, change: object = {}) {
  server = await startMailServer(manner);
  const settings = parseMailUrl(`smtp://127.0.0.1:${server.port}`);
  if (!settings) throw new Error("no settings");
  const failures: unknown[] = [];
  const input = { ...settings, from: "strongroom@example.com", ...change };
  return { isSent: await openMailer(input, (error) => failures.push(error)).send(MESSAGE), failures };
}

test("a letter arrives whole, from whom and to whom it was sent", async () => {
  expect(await sentTo("takes")).toEqual({ isSent: true, failures: [] });
  const [message] = server.received;
  expect(message).toMatchObject({ from: "strongroom@example.com", to: "ada@example.com" });
  expect(message?.raw).toContain("Subject: A subject");
  expect(message && textOf(message).replaceAll("\r\n", "\n").trim()).toBe(MESSAGE.text.trim());
});

test("a refusal is told, not thrown", async () => {
  const { isSent, failures } = await sentTo("refuses");
  expect([isSent, failures.length, server.received.length]).toEqual([false, 1, 0]);
});

test("nothing is said to a server elsewhere that offers no TLS", async () => {
  const { isSent, failures } = await sentTo("takes", { tls: "starttls" });
  expect([isSent, server.received.length]).toEqual([false, 0]);
  expect(String(failures[0])).toMatch(/TLS/i);
});

test("a server that never answers keeps nobody waiting", async () => {
  expect((await sentTo("silent")).isSent).toBe(false);
});
