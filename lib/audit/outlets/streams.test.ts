import { expect, test } from "vitest";
import { closeDatabase, openDatabase } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import { testContext } from "@/test/context";
import { freePort } from "@/test/free-port";
import { listen, listenRaw } from "@/test/listener";
import type { NewAuditEvent } from "../model";
import { readAudit } from "../reading/service";
import { streamAudit } from "./jobs";
import {
  syslogReceiver,
  WEBHOOK_SECRET,
  type WebhookCall,
  webhookListener,
  withOutlets,
} from "./outlets.fixture";
import { readOutlets, runStreams } from "./service";

const { ctx, clock, database, as, asRole } = await testContext();
const { pool } = database;

const revealed = (name = "STRIPE_KEY"): NewAuditEvent => ({ action: "secret.revealed", target: { name } });
const renamed = (name: string): NewAuditEvent => ({ action: "person.renamed", target: { name } });
const record = (...events: NewAuditEvent[]) => ctx.audit.record(ctx, events);
const many = (count: number) => Array.from({ length: count }, (_, i) => revealed(`KEY_${i}`));
/** Each stream begins behind what is on record: also behind refusals, which are recorded after their answer. */
async function forget() {
  await ctx.audit.settled();
  await pool.query("DELETE FROM audit_streams");
}
const progressOf = async (name: string) =>
  (await pool.query("SELECT seq::int, at, error FROM audit_streams WHERE name = $1", [name])).rows[0];
const numbersOf = (events: readonly { readonly seq: number }[]) => events.map(({ seq }) => seq);
const range = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);
const lastSeq = async () =>
  Number((await sqlOn(pool)<{ seq: string }>`SELECT seq FROM audit_head`)[0]?.seq ?? 0);

const webhookEnv = (port: number) => ({
  STRONGROOM_AUDIT_WEBHOOK: `http://127.0.0.1:${port}/in?token=canary-77aa`,
  STRONGROOM_AUDIT_WEBHOOK_SECRET: WEBHOOK_SECRET,
});

/** A receiver that keeps every call. */
async function webhookReceiver(port?: number) {
  const calls: WebhookCall[] = [];
  const { port: own } = await listen(webhookListener((call) => void calls.push(call)));
  return { calls, env: webhookEnv(port ?? own), events: () => calls.flatMap(({ data }) => data.events) };
}

test("standard output gets each event as the API shows it, with its kind, from when it was set", async () => {
  await record(revealed("BEFORE"));
  await forget();
  const { ctx: here, lines } = await withOutlets(ctx, { STRONGROOM_AUDIT_STDOUT: "true" });
  await record(revealed("AFTER"), renamed('Zoë \u2028 – quoted "\n'));
  await runStreams(here);
  const auditor = as(await asRole("auditor"));
  const { items } = await readAudit(auditor, {}, { before: null, limit: 2 });
  expect(lines()).toEqual(items.toReversed().map((item, i) => ({ ...item, kind: ["read", "access"][i] })));
  expect(lines()[0]).toMatchObject({ name: "AFTER", hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  await runStreams(here);
  expect(lines()).toHaveLength(2);
});

test("a stream with kinds gets those alone, and is not behind for the others", async () => {
  await forget();
  const { ctx: here, lines } = await withOutlets(ctx, {
    STRONGROOM_AUDIT_STDOUT: "true",
    STRONGROOM_AUDIT_STDOUT_KINDS: "access,refusal",
  });
  await record(revealed(), renamed("a"), revealed(), { action: "access.refused" }, revealed());
  await runStreams(here);
  expect(lines().map(({ action }) => action)).toEqual(["person.renamed", "access.refused"]);
  expect((await progressOf("stdout")).seq).toBe(await lastSeq());
});

test("a webhook gets batches in order, each signed, and an answer that is no success is sent again under its id", async () => {
  await forget();
  const { calls, env, events } = await webhookReceiver();
  const { ctx: here } = await withOutlets(ctx, env);
  const from = (await lastSeq()) + 1;
  await record(...many(1_203));
  await runStreams(here);
  expect(calls.map(({ data }) => data.events.length)).toEqual([500, 500, 203]);
  expect(numbersOf(events())).toEqual(range(from, 1_203));
  expect(new Set(calls.map(({ id }) => id)).size).toBe(3);
  expect(calls[0]).toMatchObject({
    type: "audit.events",
    id: expect.stringMatching(/^events_[0-9a-f]{32}$/),
  });
});

test("a batch has half a megabyte at most, unless one event alone has more", async () => {
  await forget();
  const { calls, env, events } = await webhookReceiver();
  const { ctx: here } = await withOutlets(ctx, env);
  const from = (await lastSeq()) + 1;
  const large = (bytes: number): NewAuditEvent => ({
    action: "values.read",
    detail: { secrets: ["x".repeat(bytes)] },
  });
  await record(large(300_000), large(200_000), large(300_000), large(700_000), large(10));
  await runStreams(here);
  expect(calls.map(({ data }) => data.events.length)).toEqual([2, 1, 1, 1]);
  expect(numbersOf(events())).toEqual(range(from, 5));
});

test("a receiver that was down for a while gets everything when it is back, and says why meanwhile, without the address", async () => {
  await forget();
  const port = await freePort();
  const { ctx: here, failures } = await withOutlets(ctx, webhookEnv(port));
  const from = (await lastSeq()) + 1;
  await record(...many(600));
  await runStreams(here);
  const reason = "There is no connection. (ECONNREFUSED)";
  expect(failures).toEqual([`webhook: ${reason}`]);
  expect(await progressOf("webhook")).toEqual({ seq: from - 1, at: null, error: reason });
  const answers = [500, 302, 410];
  const got: number[] = [];
  const { port: own } = await listen(
    webhookListener(({ data }, res) => {
      const status = answers.shift();
      if (status) res.writeHead(status, { location: "http://127.0.0.1:1/" }).end();
      else got.push(...numbersOf(data.events));
    }),
  );
  const { ctx: back, failures: more } = await withOutlets(ctx, webhookEnv(own));
  // It is left alone for half a minute after each failure, however often there are events.
  for (let run = 0; run < 10; run += 1) {
    await runStreams(back);
    clock.advanceSeconds(16);
  }
  expect(more).toEqual([500, 302, 410].map((status) => `webhook: The receiver answered ${status}.`));
  expect(got).toEqual(range(from, 600));
  expect(JSON.stringify(await progressOf("webhook"))).not.toContain("canary-77aa");
});

test("instances that send at the same time, while events come, send each event once and in order", async () => {
  await forget();
  const { env, events } = await webhookReceiver();
  const other = openDatabase(database.address, () => {});
  try {
    const { ctx: first } = await withOutlets(ctx, env);
    const { ctx: second } = await withOutlets({ ...ctx, ...other }, env);
    const from = (await lastSeq()) + 1;
    const writing = Promise.all(Array.from({ length: 20 }, () => record(...many(60))));
    for (let run = 0; run < 6; run += 1)
      await Promise.all([runStreams(first), runStreams(second), runStreams(first)]);
    await writing;
    await runStreams(second);
    expect(numbersOf(events())).toEqual(range(from, 1_200));
  } finally {
    await closeDatabase(other);
  }
});

test("what was sent but not noted is sent again, under the same id: twice, never lost", async () => {
  await forget();
  const calls: WebhookCall[] = [];
  const { port } = await listen(
    webhookListener(async (call) => {
      calls.push(call);
      // As if instance or database had died while the receiver took it.
      if (calls.length === 2)
        await pool.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction' AND datname = current_database()",
        );
    }),
  );
  const { ctx: here } = await withOutlets(ctx, webhookEnv(port));
  const from = (await lastSeq()) + 1;
  await record(...many(1_100));
  await expect(runStreams(here)).rejects.toThrow();
  await runStreams(here);
  expect(calls.map(({ data }) => data.events[0]?.seq)).toEqual([from, from + 500, from + 500, from + 1_000]);
  expect(calls[2]?.id).toBe(calls[1]?.id);
});

test("whoever reads the log sees where it goes and how far behind that is, without what is secret of an address", async () => {
  await forget();
  const port = await freePort();
  const { ctx: here } = await withOutlets(ctx, {
    ...webhookEnv(port),
    STRONGROOM_AUDIT_WEBHOOK_KINDS: "read",
    STRONGROOM_AUDIT_STDOUT: "true",
    STRONGROOM_AUDIT_WITNESS_FILE: "/nonexistent/checkpoints",
  });
  const first = clock.now();
  await record(...many(3));
  clock.advanceSeconds(90);
  await runStreams(here);
  const auditor = { ...here, actor: await asRole("auditor") };
  const states = await readOutlets(auditor);
  const failed = {
    isFailing: true,
    error: "There is no connection. (ECONNREFUSED)",
    errorAt: clock.now(),
    at: null,
  };
  const works = { isFailing: false, error: null, errorAt: null, at: clock.now() };
  expect(states.slice(0, 2)).toEqual([
    {
      name: "stdout",
      target: "Standard output",
      kinds: null,
      isWitness: false,
      waiting: 0,
      waitingSince: null,
      ...works,
    },
    {
      ...{ name: "webhook", target: `Webhook of 127.0.0.1:${port}`, kinds: ["read"], isWitness: false },
      ...{ waiting: 3, waitingSince: first, ...failed },
    },
  ]);
  expect(states[2]).toMatchObject({
    name: "witness.file",
    target: "File on the host",
    isWitness: true,
    at: null,
  });
  expect(JSON.stringify(states)).not.toMatch(/canary-77aa|whsec|nonexistent/);
  await expect(readOutlets({ ...here, actor: await asRole("member") })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("one that does not answer does not keep the others waiting for long", { timeout: 30_000 }, async () => {
  await forget();
  const { port } = await listen(() => {});
  const {
    ctx: here,
    lines,
    failures,
  } = await withOutlets(ctx, {
    ...webhookEnv(port),
    STRONGROOM_AUDIT_STDOUT: "true",
  });
  await record(...many(3));
  await runStreams(here);
  expect(failures).toEqual(["webhook: There was no answer in time."]);
  await record(revealed());
  await runStreams(here);
  expect(lines()).toHaveLength(4);
});

test("syslog over TLS gets RFC 5424 messages in frames, each with its event as JSON", async () => {
  await forget();
  const { env, messages } = await syslogReceiver();
  const { ctx: here, failures } = await withOutlets(ctx, env);
  const from = (await lastSeq()) + 1;
  await record(renamed("Zoë – 🔑"), { action: "access.refused" }, ...many(700));
  await runStreams(here);
  expect(failures).toEqual([]);
  const found = messages();
  expect(found).toHaveLength(702);
  const time = "2026-11-22T\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
  expect(found[0]).toMatch(
    new RegExp(
      `^<110>1 ${time} secrets\\.example\\.com strongroom - person\\.renamed - \\{[\\x20-\\x7e]+\\}$`,
    ),
  );
  expect(found[1]).toMatch(/^<108>1 /);
  const events = found.map((message) => JSON.parse(message.slice(message.indexOf("{"))));
  expect(numbersOf(events)).toEqual(range(from, 702));
  expect(events[0]).toMatchObject({ name: "Zoë – 🔑", kind: "access", action: "person.renamed" });
});

test("syslog to this machine may be without TLS", async () => {
  await forget();
  const { env, messages } = await syslogReceiver({ isTls: false });
  const { ctx: here } = await withOutlets(ctx, env);
  await record(revealed());
  await runStreams(here);
  expect(messages()).toHaveLength(1);
});

test("a receiver of syslog whose certificate is for another name, or of an authority that is not ours, gets nothing", async () => {
  await forget();
  const wrong = await syslogReceiver({ names: ["logs.example.com"] });
  const foreign = await syslogReceiver();
  await record(revealed());
  const runs = [wrong.env, { ...foreign.env, STRONGROOM_AUDIT_CA_FILE: wrong.env.STRONGROOM_AUDIT_CA_FILE }];
  for (const env of runs) {
    await forget();
    const { ctx: here, failures } = await withOutlets(ctx, env);
    await record(revealed());
    await runStreams(here);
    expect(failures).toEqual([
      expect.stringMatching(/^syslog: The certificate is not trusted\. \([A-Z_]+\)$/),
    ]);
  }
  expect([wrong.messages(), foreign.messages()]).toEqual([[], []]);
});

test("a receiver of syslog that hangs up in the middle gets it all again", async () => {
  await forget();
  let hasHungUp = false;
  const cut = await listenRaw((socket) => {
    socket.once("data", () => socket.resetAndDestroy());
    hasHungUp = true;
  });
  const { ctx: here, failures } = await withOutlets(ctx, {
    STRONGROOM_AUDIT_SYSLOG: `tcp://127.0.0.1:${cut.port}`,
  });
  await record(...many(400));
  await runStreams(here);
  expect([hasHungUp, failures.length]).toEqual([true, 1]);
  const { env, messages } = await syslogReceiver({ isTls: false });
  const { ctx: back } = await withOutlets(ctx, env);
  clock.advanceSeconds(31);
  await runStreams(back);
  expect(messages()).toHaveLength(400);
});

test("what is recorded while another stream is being sent waits for no other minute", async () => {
  await forget();
  let meanwhile: Promise<void> | null = null;
  const { port } = await listen((req, res) => {
    req.resume();
    meanwhile ??= record(revealed("MEANWHILE")).then(() => streamAudit.run(here, {}, signal));
    meanwhile.then(() => res.end());
  });
  const signal = new AbortController().signal;
  const { ctx: here, lines } = await withOutlets(ctx, {
    STRONGROOM_AUDIT_STDOUT: "true",
    ...webhookEnv(port),
  });
  await record(revealed("FIRST"));
  // Standard output has it already.
  await pool.query("UPDATE audit_streams SET seq = seq + 1 WHERE name = 'stdout'");
  await streamAudit.run(here, {}, signal);
  expect(lines().map(({ name }) => name)).toEqual(["MEANWHILE"]);
});
