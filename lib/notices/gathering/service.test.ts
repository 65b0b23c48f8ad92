import { beforeAll, expect, test } from "vitest";
import { importBody } from "@/lib/secrets/import/schema";
import { importSecrets } from "@/lib/secrets/import/service";
import { deleteSecret, editSecret, findSecret } from "@/lib/secrets/service";
import { testNotices } from "../notices.fixture";
import { gatherNotices } from "./service";

const t = await testNotices();
const { owner, scope, stored } = t;
let email = "";

beforeAll(async () => {
  ({ email } = await t.choosing("auditor", { secretChanged: "atOnce", secretDeleted: "daily" }));
  await t.told();
});

test("a change is told with name, scope, who and when, and a link, and never with a value", async () => {
  await stored("STRIPE_KEY", "hunter2hunter2");
  const [mail, ...more] = await t.told();
  expect(more).toEqual([]);
  expect(mail).toMatchObject({ to: email, subject: "STRIPE_KEY changed in default/production" });
  expect(mail?.text).toContain("STRIPE_KEY (default, production): created; owner-");
  expect(mail?.text).toContain("https://secrets.example.com/projects/default/production/secrets/STRIPE_KEY");
  expect(mail?.text).toContain("https://secrets.example.com/account#notifications");
  expect(JSON.stringify(mail)).not.toContain("hunter2");
});

test("what was told is not told again", async () => {
  expect(await t.told()).toEqual([]);
});

test("several changes of a secret are one line", async () => {
  const { id } = await stored("EDITED");
  const { revision } = await findSecret(owner, { ...scope, secret: { id } });
  const text = { ...t.draft("EDITED", "another value"), description: "What it is for" };
  await editSecret(owner, { ...text, secretId: id, revision });
  const [mail] = await t.told();
  expect(mail?.subject).toBe("EDITED changed in default/production");
  expect(mail?.text.match(/EDITED \(default/g)).toHaveLength(1);
  expect(mail?.text).toContain(": created, description changed, value replaced; owner-");
});

test("an import of thousands is one mail that names the first", async () => {
  for (const part of ["A", "B"]) {
    const secrets = Array.from({ length: 1_000 }, (_, i) => ({
      name: `IMPORTED_${part}${i}`,
      value: `v ${i}`,
    }));
    await importSecrets(owner, scope, importBody.parse({ secrets }));
  }
  const [mail, ...more] = await t.told();
  expect(more).toEqual([]);
  expect(mail?.subject).toBe("2,000 secrets changed in default/production");
  expect(mail?.text.match(/IMPORTED_/g)).toHaveLength(20);
  expect(mail?.text).toContain("and 1,980 more");
});

test("what is for the digest waits for it, and is one mail", async () => {
  await stored("GONE");
  await t.told();
  const { id: secretId } = await stored("GOES");
  await deleteSecret(owner, { ...scope, secretId, confirmation: "GOES" });
  expect((await t.told()).map(({ subject }) => subject)).toEqual(["GOES changed in default/production"]);
  const daily = (await t.told("daily")).filter(({ to }) => to === email);
  expect(daily.map(({ subject }) => subject)).toEqual(["GOES deleted in default/production"]);
  expect(await t.told("daily")).toEqual([]);
});

test("what concerns one account is told to its person alone, whoever did it", async () => {
  const [mine, other] = await Promise.all(
    ["member", "member"].map(() => t.choosing("member", { ownAccount: "atOnce" })),
  );
  if (!mine || !other) throw new Error("nobody is there");
  await t.ctx.audit.record(owner, [
    { action: "person.passwordChanged", target: { name: mine.email } },
    { action: "person.passwordChanged", target: { name: "nobody@example.com" } },
  ]);
  await t.ctx.audit.record({ ...t.ctx, actor: other }, [
    { action: "personalKey.created", target: { name: "laptop" } },
  ]);
  const mails = await t.told();
  expect(mails.map(({ to, subject }) => [to, subject]).sort()).toEqual(
    [mine, other].map(({ email }) => [email, "Your account changed"]).sort(),
  );
  const textTo = (to: string) => mails.find((mail) => mail.to === to)?.text;
  expect(textTo(mine.email)).toContain(`${mine.email}: password changed; owner-`);
  expect(textTo(other.email)).toContain("laptop: ");
});

test("nobody is told without a mail server, and nothing is told later", async () => {
  await stored("UNHEARD");
  await gatherNotices({ ...t.job, mail: null }, "atOnce");
  expect(await t.waiting()).toEqual([]);
  expect(await t.told()).toEqual([]);
});
