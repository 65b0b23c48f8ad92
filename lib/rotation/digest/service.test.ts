import { beforeEach, expect, test } from "vitest";
import type { EmailMessage } from "@/lib/net/mail";
import { testRotation } from "../rotation.fixture";
import { sendDigest } from "./service";

const t = await testRotation();
const sent: EmailMessage[] = [];
const mail = {
  send: async (message: EmailMessage) => {
    sent.push(message);
    return true;
  },
};
const digest = () => sendDigest({ ...t.job, mail });
const DAY = 24 * 60 * 60;
const due = (name: string, days: number) =>
  t.rotated(name, { rotator: { kind: "manual" }, schedule: { everyDays: days, windowMinutes: 0 } });
beforeEach(() => {
  sent.length = 0;
});

test("nothing is sent while there is nothing to tell, or no mail server", async () => {
  await due("LATER", 90);
  expect(await digest()).toBe(0);
  await due("TODAY", 7);
  expect(await sendDigest(t.job)).toBe(0);
});

test("people who manage secrets are told of what is due in a week, once", async () => {
  await t.asRole("super_admin");
  await t.asRole("auditor");
  await t.asRole("member");
  await t.later(DAY / 2);
  const count = await digest();
  expect(new Set(sent.map(({ to }) => to.split("-")[0]))).toEqual(new Set(["owner", "super_admin"]));
  expect(sent).toHaveLength(count);
  expect(sent[0]).toMatchObject({
    subject: "1 secret due for rotation soon",
    text: expect.stringContaining("TODAY (default, production)"),
  });
  sent.length = 0;
  await t.later(DAY);
  expect(await digest()).toBe(0);
});

test("a value that ends by itself is told before it does", async () => {
  const exp = Math.floor(t.ctx.now().getTime() / 1_000) + 5 * DAY;
  const payload = Buffer.from(JSON.stringify({ exp })).toString("base64url");
  const { expiresAt } = await t.stored("TOKEN", `eyJhbGciOiJIUzI1NiJ9.${payload}.c2ln`);
  expect(expiresAt).toBe(new Date(exp * 1_000).toISOString());
  await digest();
  expect(sent[0]?.text).toContain(
    `ends by itself:\n  TOKEN (default, production), ${expiresAt?.slice(0, 10)}`,
  );
  await t.later(7 * DAY);
});

test("what is overdue or failed is told each day, with what went wrong and without a value", async () => {
  await t.byWebhook("BROKEN");
  t.service.answer = (_, response) => response.writeHead(500).end("no: hunter2hunter2");
  await t.start("BROKEN");
  for (const seconds of [0, 11, 61, 301, 1_801]) {
    await t.later(seconds);
    await t.run();
  }
  for (let day = 0; day < 2; day += 1) {
    sent.length = 0;
    await digest();
    expect(sent[0]?.subject).toBe("2 secrets need rotation");
    expect(sent[0]?.text).toMatch(/needs attention:\n {2}BROKEN .*answered 500/);
    expect(sent[0]?.text).toMatch(/Overdue:\n {2}TODAY/);
    expect(sent[0]?.text).toContain("https://secrets.example.com/");
    expect(JSON.stringify(sent)).not.toContain("hunter2");
    await t.later(DAY);
  }
});
