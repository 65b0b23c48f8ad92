import { expect, test } from "vitest";
import { testRotation } from "@/lib/rotation/rotation.fixture";
import { testNotices } from "./notices.fixture";

const r = await testRotation();
const t = await testNotices(r);
const digest = () => t.told("daily");
const DAY = 24 * 60 * 60;
const due = (name: string, days: number) =>
  r.rotated(name, { rotator: { kind: "manual" }, schedule: { everyDays: days, windowMinutes: 0 } });

test("nothing is sent while there is nothing to tell", async () => {
  await due("LATER", 90);
  expect(await digest()).toEqual([]);
  await due("TODAY", 7);
});

test("people who manage secrets are told of what is due in a week, once", async () => {
  await t.asRole("super_admin");
  await t.asRole("auditor");
  await t.asRole("member");
  await r.later(DAY / 2);
  const sent = await digest();
  expect(new Set(sent.map(({ to }) => to.split("-")[0]))).toEqual(new Set(["owner", "super_admin"]));
  expect(sent[0]).toMatchObject({
    subject: "1 secret due for rotation soon",
    text: expect.stringContaining("TODAY (default, production): due on "),
  });
  await r.later(DAY);
  expect(await digest()).toEqual([]);
});

test("a value that ends by itself is told before it does", async () => {
  const exp = Math.floor(t.ctx.now().getTime() / 1_000) + 5 * DAY;
  const payload = Buffer.from(JSON.stringify({ exp })).toString("base64url");
  const { expiresAt } = await r.stored("TOKEN", `eyJhbGciOiJIUzI1NiJ9.${payload}.c2ln`);
  expect(expiresAt).toBe(new Date(exp * 1_000).toISOString());
  const [mail] = await digest();
  expect(mail?.text).toContain(
    `TOKEN (default, production): the value ends by itself on ${expiresAt?.slice(0, 10)}`,
  );
  await r.later(7 * DAY);
});

test("what is overdue or failed is told each day, with what went wrong and without a value", async () => {
  const auditor = await t.choosing("auditor", { rotationFailed: "atOnce" });
  await r.byWebhook("BROKEN");
  r.service.answer = (_, response) => response.writeHead(500).end("no: hunter2hunter2");
  await r.start("BROKEN");
  const atOnce = [];
  for (const seconds of [0, 11, 61, 301, 1_801]) {
    await r.later(seconds);
    await r.run();
    atOnce.push(...(await t.told()));
  }
  expect(atOnce).toMatchObject([{ to: auditor.email, subject: "The rotation of BROKEN needs attention" }]);
  expect(atOnce[0]?.text).toContain("answered 500");
  for (let day = 0; day < 2; day += 1) {
    const sent = await digest();
    expect(sent[0]?.subject).toBe("2 secrets need rotation");
    expect(sent[0]?.text).toMatch(/BROKEN \(default, production\): needs attention; .*answered 500/);
    expect(sent[0]?.text).toMatch(/TODAY \(default, production\): overdue since /);
    expect(sent[0]?.text).toContain("https://secrets.example.com/");
    expect(JSON.stringify([sent, atOnce])).not.toContain("hunter2");
    await r.later(DAY);
  }
});
