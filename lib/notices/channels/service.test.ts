import { createHmac } from "node:crypto";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { deleteSecret } from "@/lib/secrets/service";
import { listen } from "@/test/listener";
import { sealing } from "@/test/seals";
import { readDeliveries } from "../log/service";
import { testNotices } from "../notices.fixture";
import { sendDue } from "../sending/service";
import { channelForm } from "./schema";
import { putChannel, readChannels, removeChannel, testChannel } from "./service";

const t = await testNotices();
const { ctx, scope, owner, stored } = t;
const { db } = t.database;

interface Call {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
const calls: Call[] = [];
const receiver = { host: "", answer: (response: ServerResponse) => void response.end() };
const KEY = "whsec_c2lnbmluZy1rZXktb2YtdGhlLXNlcnZpY2U=";
const TOKEN = "T0000-B0000-sesame";

beforeAll(async () => {
  const { host } = await listen(async (request, response) => {
    calls.push({ url: request.url ?? "", headers: request.headers, body: await text(request) });
    receiver.answer(response);
  }, afterAll);
  receiver.host = host;
  await allow([host]);
  await stored("SIGNING_KEY", KEY);
  await stored("SLACK_URL", `http://${host}/services/${TOKEN}`);
});
beforeEach(async () => {
  receiver.answer = (response) => void response.end();
  await db.noticeChannel.deleteMany();
  await t.told();
  await db.noticeDelivery.deleteMany();
  calls.length = 0;
});

const allow = (allowedPrivateHosts: string[]) =>
  sealing(ctx, "organisations", ctx.db.organisation.updateMany({ data: { allowedPrivateHosts } }));
const where = `${scope.project}/${scope.environment}`;
const webhook = (more: object = {}) => ({
  ...{ name: "Ops", kind: "webhook", url: `http://${receiver.host}/hook`, scope: where },
  ...{ credential: "SIGNING_KEY", secretChanged: "atOnce", ...more },
});
const slack = (more: object = {}) => ({
  ...{ name: "Chat", kind: "slack", scope: where, credential: "SLACK_URL", secretChanged: "atOnce", ...more },
});
const put = (form: object) => putChannel(owner, channelForm.parse(form));
const only = async () => {
  const [channel] = await readChannels(owner);
  if (!channel) throw new Error("no channel");
  return channel;
};
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: { detail: string }) => error.detail,
  );

test("a webhook is told what changed, signed, with names, times and links and never with a value", async () => {
  await put(webhook());
  await stored("STRIPE_KEY", "hunter2hunter2");
  await t.told();
  const [call] = calls;
  const { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": signature } = call?.headers ?? {};
  const key = Buffer.from(KEY.slice(6), "base64");
  const signed = createHmac("sha256", key).update(`${id}.${at}.${call?.body}`).digest("base64");
  expect(signature).toBe(`v1,${signed}`);
  expect(JSON.parse(call?.body ?? "")).toMatchObject({
    type: "notice.secretChanged",
    data: {
      notices: [
        {
          title: "STRIPE_KEY changed in default/production",
          count: 1,
          url: "https://secrets.example.com/projects/default/production/secrets/STRIPE_KEY",
          entries: [{ name: "STRIPE_KEY", ...scope, what: "created", at: ctx.now().toISOString() }],
        },
      ],
    },
  });
  expect(call?.body).not.toContain("hunter2");
  expect(await readDeliveries(owner)).toMatchObject([
    { recipient: "Ops", about: "Secrets changed", state: "sent", tries: 1 },
  ]);
});

test("a Slack-compatible channel is called at the address that is the secret, which is nowhere else", async () => {
  await put(slack());
  await stored("DB_URL");
  await t.told();
  expect(calls).toMatchObject([{ url: `/services/${TOKEN}` }]);
  const { text: said } = JSON.parse(calls[0]?.body ?? "");
  expect(said).toMatch(
    /^\*DB_URL changed in default\/production\*\n• DB_URL \(default, production\): created; /,
  );
  const events = await db.auditEvent.findMany({ select: { detail: true } });
  const shown = [await readChannels(owner), await readDeliveries(owner), events];
  expect(JSON.stringify(shown)).not.toContain("sesame");
});

test("no name becomes a link or calls for everybody in a chat", async () => {
  await put(slack());
  const by = {
    ...ctx,
    actor: { kind: "operator", name: "<!channel> & <https://evil.example|here>" },
  } as const;
  await ctx.audit.record(by, [{ action: "secret.created", target: { name: "X" } }]);
  await t.told();
  const { text: said } = JSON.parse(calls[0]?.body ?? "");
  expect(said).toContain("&lt;!channel&gt; &amp; &lt;https://evil.example|here&gt;");
});

test("each use of the secret is on record before anything leaves, and without the record nothing does", async () => {
  await put(webhook());
  await stored("A");
  await t.gather("atOnce");
  const broken = { ...t.job, audit: { ...ctx.audit, record: () => Promise.reject(new Error("unwritable")) } };
  const { id } = await only();
  await expect(sendDue(broken, id)).rejects.toThrow("unwritable");
  expect(calls).toEqual([]);
  await sendDue(t.job, id);
  expect(calls).toHaveLength(1);
  const [used] = await db.auditEvent.findMany({ where: { action: "secret.used" }, orderBy: { seq: "desc" } });
  expect(JSON.parse(used?.detail ?? "")).toMatchObject({ purpose: "notice", of: "Ops" });
});

test("one channel that fails holds up no other", async () => {
  await put(webhook());
  await put(slack());
  receiver.answer = (response) => {
    const isHook = calls.at(-1)?.url === "/hook";
    response.writeHead(isHook ? 500 : 200).end();
  };
  await stored("B");
  await t.told();
  const log = await readDeliveries(owner);
  expect(log.find(({ recipient }) => recipient === "Ops")).toMatchObject({
    ...{ state: "waiting", tries: 1, error: "The receiver answered 500." },
  });
  expect(log.find(({ recipient }) => recipient === "Chat")).toMatchObject({ state: "sent" });
});

test("one that does not answer yet is waited for by one job alone", async () => {
  await put(webhook());
  const asked = new Promise<ServerResponse>((resolve) => {
    receiver.answer = (response) => void resolve(response);
  });
  await stored("SLOW");
  await t.gather("atOnce");
  const { id } = await only();
  const first = sendDue(t.job, id);
  const response = await asked;
  await sendDue(t.job, id);
  response.end();
  await first;
  expect(calls).toHaveLength(1);
});

test("what is sent again has the same id, and another one once more was added", async () => {
  await put(webhook());
  receiver.answer = (response) => void response.writeHead(500).end();
  await stored("C1");
  await t.gather("atOnce");
  await t.send();
  t.clock.advanceSeconds(60);
  await t.send();
  await stored("C2");
  await t.gather("atOnce");
  t.clock.advanceSeconds(120);
  await t.send();
  const ids = calls.map(({ headers }) => headers["webhook-id"]);
  expect(ids[1]).toBe(ids[0]);
  expect(ids[2]).not.toBe(ids[0]);
});

test.each([
  ["a private address", { url: "https://10.0.0.7/" }, "url", /private/],
  ["where clouds hand out credentials", { url: "https://169.254.169.254/" }, "url", /never called/],
  ["plain http elsewhere", { url: "http://example.com/" }, "url", /https/],
  ["no address", { url: undefined }, "url", /address/i],
  ["a secret that is not there", { credential: "NOWHERE" }, "credential", /no such secret/],
  ["an environment that is not there", { scope: "default/nowhere" }, "scope", /no such/],
  ["what concerns one person", { ownAccount: "atOnce" }, "ownAccount", /people alone/],
  ["a digest at once", { rotationDue: "atOnce" }, "rotationDue", /Choose “Off” or “In a daily digest”/],
])("is refused by name: %s", async (_, more, field, message) => {
  await expect(put(webhook(more))).rejects.toMatchObject({
    code: "validation",
    context: { fields: { [field]: [expect.stringMatching(message)] } },
  });
  expect(await readChannels(owner)).toEqual([]);
});

test.each([
  "https://hooks.slack.com/services/T0/B0/x",
  "https://user:pass@example.com/",
  "https://a.example/?token=x",
])("an address that lets in whoever knows it is not kept as text: %s", (url) => {
  expect(channelForm.safeParse(webhook({ url })).error?.issues[0]?.path).toEqual(["url"]);
});

test("a name is taken once", async () => {
  await put(webhook());
  await expect(put(slack({ name: "Ops" }))).rejects.toMatchObject({
    context: { fields: { name: [expect.stringContaining("already a channel")] } },
  });
});

test("what an Owner no longer allows is not called, and no redirect is followed", async () => {
  await put(webhook());
  await allow([]);
  const { id } = await only();
  expect(await failureOf(testChannel(owner, id))).toMatch(/^Use https/);
  await allow([receiver.host]);
  receiver.answer = (response) =>
    void response.writeHead(307, { Location: `http://${receiver.host}/elsewhere` }).end();
  expect(await failureOf(testChannel(owner, id))).toBe("The receiver answered 307.");
  expect(calls.map(({ url }) => url)).toEqual(["/hook"]);
});

test.each(["not an address sesame", "http://169.254.169.254/sesame", "https://example.com/x/../sesame"])(
  "what is wrong with an address that is a secret says nothing of it: %s",
  async (value) => {
    const name = `WRONG_${value.length}`;
    await stored(name, value);
    await put(slack({ credential: name }));
    const failure = await failureOf(testChannel(owner, (await only()).id));
    expect(failure).toBe("The value of the secret is no address that may be called.");
    expect(JSON.stringify(await readDeliveries(owner))).not.toContain("sesame");
  },
);

test("a test says that it is one, and is in the log either way", async () => {
  await put(webhook());
  const { id } = await only();
  await testChannel(owner, id);
  expect(JSON.parse(calls[0]?.body ?? "")).toMatchObject({
    type: "notice.test",
    data: { notices: [{ title: "A test of the channel Ops", entries: [] }] },
  });
  t.clock.advanceSeconds(1);
  receiver.answer = (response) => void response.destroy();
  expect(await failureOf(testChannel(owner, id))).toMatch(/connection was lost/);
  expect((await readDeliveries(owner)).map(({ about, state }) => [about, state])).toEqual([
    ["Test", "failed"],
    ["Test", "sent"],
  ]);
});

test("the secret of a channel is not deleted, and says which channel needs it", async () => {
  await put(webhook());
  const secret = await db.secret.findFirstOrThrow({ where: { name: "SIGNING_KEY" } });
  const target = { ...scope, secretId: secret.id, confirmation: "SIGNING_KEY" };
  await expect(deleteSecret(owner, target)).rejects.toMatchObject({
    code: "conflict",
    detail: "Notification channels use this secret: Ops. Change that first.",
  });
});

test("a channel that somebody wrote into the database is told nothing", async () => {
  await put(webhook());
  const { id } = await only();
  const configuration = {
    kind: "webhook",
    url: `http://${receiver.host}/thief`,
    timings: { secretChanged: "atOnce" },
  };
  await db.noticeChannel.update({ where: { id }, data: { configuration } });
  await stored("D");
  await t.told();
  expect(calls).toEqual([]);
  expect(await readChannels(owner)).toEqual([]);
});

test("what waits for a channel that was deleted is not sent", async () => {
  await put(webhook());
  await stored("E");
  await t.gather("atOnce");
  await removeChannel(owner, (await only()).id);
  await t.send();
  expect(calls).toEqual([]);
  expect(await readDeliveries(owner)).toMatchObject([{ recipient: "Ops", state: "dropped" }]);
});

test("setting up and removing a channel is on record, with where it leads", async () => {
  await put(webhook());
  await removeChannel(owner, (await only()).id);
  const events = await db.auditEvent.findMany({
    where: { action: { startsWith: "noticeChannel." } },
    orderBy: { seq: "desc" },
    take: 2,
  });
  expect(events.map(({ action, targetName }) => [action, targetName])).toEqual([
    ["noticeChannel.removed", "Ops"],
    ["noticeChannel.set", "Ops"],
  ]);
  expect(JSON.parse(events[1]?.detail ?? "")).toMatchObject({
    ...{ kind: "webhook", url: `http://${receiver.host}/hook`, secret: `${where}/SIGNING_KEY` },
  });
});

test.each(["super_admin", "auditor", "member"] as const)("is not for the role %s", async (role) => {
  const other = { ...ctx, actor: await t.asRole(role) };
  await expect(readChannels(other)).rejects.toMatchObject({ code: "forbidden" });
  await expect(readDeliveries(other)).rejects.toMatchObject({ code: "forbidden" });
  await expect(putChannel(other, channelForm.parse(webhook()))).rejects.toMatchObject({ code: "forbidden" });
  await expect(testChannel(other, "x")).rejects.toMatchObject({ code: "forbidden" });
  await expect(removeChannel(other, "x")).rejects.toMatchObject({ code: "forbidden" });
});
