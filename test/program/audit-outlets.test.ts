import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import {
  syslogReceiver,
  WEBHOOK_SECRET,
  type WebhookCall,
  webhookListener,
} from "@/lib/audit/outlets/outlets.fixture";
import { logSigner } from "@/lib/audit/tree/checkpoint";
import { freePort } from "../free-port";
import { listen } from "../listener";
import { scratchDir } from "../scratch";
import { databaseBehindProxy, type Program, startProgram } from "./program";

/** Lines of events in what a program wrote. */
function eventsOf(program: Program): { readonly seq: number; readonly action: string }[] {
  const lines = program.output().split("\n");
  return lines.flatMap((line) => (line.includes('"hash":') ? [JSON.parse(line)] : []));
}

const numbersOf = (events: readonly { readonly seq: number }[]) => events.map(({ seq }) => seq);
/** Each once, in order. */
const distinct = (numbers: readonly number[]) => [...new Set(numbers)].sort((a, b) => a - b);

it("a program that is killed while a receiver takes its events sends them again: twice, never lost; a witness of another log is told of", async () => {
  const { url } = await databaseBehindProxy();
  const folder = await scratchDir();
  const witness = join(folder, "checkpoints");
  const master = join(folder, "master.key");
  writeFileSync(master, "5e".repeat(32), { mode: 0o600 });
  const foreign = logSigner(Buffer.alloc(32, 5)).checkpoint({ size: 3, root: Buffer.alloc(32) });
  writeFileSync(witness, foreign, { mode: 0o600 });
  const calls: WebhookCall[] = [];
  const victims: Program[] = [];
  const { port } = await listen(
    webhookListener((call) => {
      calls.push(call);
      if (calls.length === 1) victims[0]?.child.kill("SIGKILL");
    }),
  );
  const syslog = await syslogReceiver();
  const env = {
    ...syslog.env,
    DATABASE_URL: url,
    PORT: String(await freePort()),
    STRONGROOM_MASTER_KEY_FILE: master,
    STRONGROOM_AUDIT_STDOUT: "true",
    STRONGROOM_AUDIT_WEBHOOK: `http://127.0.0.1:${port}/in?token=canary-5be0`,
    STRONGROOM_AUDIT_WEBHOOK_SECRET: WEBHOOK_SECRET,
    STRONGROOM_AUDIT_WITNESS_FILE: witness,
  };
  const first = await startProgram(env);
  victims.push(first);
  await first.ended();
  const second = await startProgram(env);
  await second.ready();
  const sent = () => numbersOf(calls.flatMap(({ data }) => data.events));
  const starts = () =>
    calls.flatMap(({ data }) => data.events).filter(({ action }) => action === "instance.started");
  await expect.poll(() => distinct(starts().map(({ seq }) => seq)).length).toBe(2);
  await expect
    .poll(() => eventsOf(second).some(({ action }) => action === "audit.witnessMismatch"))
    .toBe(true);
  const [killed = []] = calls.map(({ data }) => numbersOf(data.events));
  expect(sent().filter((seq) => killed.includes(seq))).toEqual([...killed, ...killed]);
  const found = distinct(sent());
  expect(found).toEqual(found.map((_, i) => (found[0] ?? 0) + i));
  await expect.poll(() => syslog.messages().join("\n")).toContain("audit.witnessMismatch");
  expect(second.output()).toContain("does not fit a checkpoint in the witness's file");
  expect(first.output() + second.output()).not.toMatch(/canary-5be0|whsec_/);
  const admin = async (...args: string[]) => {
    const run = promisify(execFile)(process.execPath, ["dist/admin.mjs", ...args], {
      env: { ...process.env, ...env },
    });
    return (await run.catch(({ stdout }: { stdout: string }) => ({ stdout }))).stdout;
  };
  const doctor = await admin("doctor");
  expect(doctor).toMatch(/^ok {5}Standard output: \d+ events? not sent yet$/m);
  expect(doctor).toMatch(/^ok {5}Webhook of 127\.0\.0\.1:\d+: \d+ events? not sent yet$/m);
  expect(doctor).toMatch(/^wrong {2}witness: .* has one of 3 events, and it is of another log$/m);
  const note = await admin("audit", "checkpoint");
  expect(note).toMatch(/^strongroom\/[0-9a-f]{16}\n\d+\n\S{44}\n\n\u2014 strongroom\/[0-9a-f]{16} \S+\n$/);
  const kept = join(folder, "kept.txt");
  writeFileSync(kept, `From a mail:\r\n\r\n${note.replaceAll("\n", "\r\n")}`);
  expect(await admin("audit", "checkpoint", "--check", kept)).toMatch(/^ok {9}\d+ events\n$/);
  // The next minute brings a checkpoint of this log.
  await expect
    .poll(() => readFileSync(witness, "utf8"), { timeout: 90_000 })
    .toMatch(/\n\nstrongroom\/[0-9a-f]{16}\n\d+\n/);
});
