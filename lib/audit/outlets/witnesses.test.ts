import { readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sqlOn } from "@/lib/db/sql";
import { testContext } from "@/test/context";
import { freePort } from "@/test/free-port";
import { listen } from "@/test/listener";
import { startMailServer } from "@/test/mail-server";
import { scratchDir } from "@/test/scratch";
import { indexAudit } from "../indexing/jobs";
import { indexLog } from "../indexing/service";
import { rootOf } from "../tree/service";
import { WEBHOOK_SECRET, type WebhookCall, webhookListener, withOutlets } from "./outlets.fixture";
import { runWitnesses } from "./service";

const { ctx, clock, database } = await testContext();
const { pool } = database;
const folder = await scratchDir();

const record = (count = 1) =>
  ctx.audit.record(
    ctx,
    Array.from({ length: count }, () => ({ action: "secret.revealed" as const })),
  );
const forget = () => pool.query("DELETE FROM audit_streams");
const sizesIn = (text: string) =>
  [...text.matchAll(/^strongroom\/[0-9a-f]{16}\n(\d+)\n/gm)].map(([, size]) => Number(size));

test("a file gets every new checkpoint, once, and only its owner may read it", async () => {
  const path = join(folder, "checkpoints");
  const { ctx: here } = await withOutlets(ctx, { STRONGROOM_AUDIT_WITNESS_FILE: path });
  const notes: string[] = [];
  for (const count of [3, 300, 1]) {
    await record(count);
    notes.push((await indexLog(here)).note);
    await Promise.all([runWitnesses(here), runWitnesses(here)]);
    await runWitnesses(here);
  }
  expect(readFileSync(path, "utf8")).toBe(notes.map((note) => `\n${note}`).join(""));
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("what a crash left half-written spoils no later note", async () => {
  await forget();
  const path = join(folder, "torn");
  writeFileSync(path, "\nstrongroom/0123456789abcdef\n12");
  const { ctx: here } = await withOutlets(ctx, { STRONGROOM_AUDIT_WITNESS_FILE: path });
  const { size } = await indexLog(here);
  await runWitnesses(here);
  expect(sizesIn(readFileSync(path, "utf8"))).toEqual([12, size]);
});

test("a symbolic link is not followed, and the index goes on without its witness", async () => {
  await forget();
  const path = join(folder, "link");
  symlinkSync(join(folder, "elsewhere"), path);
  const { ctx: here, failures } = await withOutlets(ctx, { STRONGROOM_AUDIT_WITNESS_FILE: path });
  await record(5);
  await indexAudit.run(here, null);
  await runWitnesses(here);
  expect(failures).toEqual(["witness.file: It failed. (ELOOP)"]);
  const { rows } = await pool.query(
    "SELECT max(size) = (SELECT seq FROM audit_head) AS is_done FROM audit_checkpoints",
  );
  expect(rows[0].is_done).toBe(true);
});

test("standard output gets each checkpoint as a line, and a webhook gets it signed, also after it was down", async () => {
  await forget();
  const calls: WebhookCall[] = [];
  const port = await freePort();
  const env = {
    STRONGROOM_AUDIT_WITNESS_STDOUT: "true",
    STRONGROOM_AUDIT_WITNESS_WEBHOOK: `http://127.0.0.1:${port}/`,
    STRONGROOM_AUDIT_WITNESS_WEBHOOK_SECRET: WEBHOOK_SECRET,
  };
  const { ctx: here, lines, failures } = await withOutlets(ctx, env);
  await record();
  const { note, size } = await indexLog(here);
  await runWitnesses(here);
  expect(lines()).toEqual([{ checkpoint: note }]);
  expect(failures).toEqual(["witness.webhook: There is no connection. (ECONNREFUSED)"]);
  const { port: own } = await listen(webhookListener((call) => void calls.push(call)));
  const { ctx: back } = await withOutlets(ctx, {
    ...env,
    STRONGROOM_AUDIT_WITNESS_WEBHOOK: `http://127.0.0.1:${own}/`,
  });
  clock.advanceSeconds(31);
  await runWitnesses(back);
  const root = (await rootOf(sqlOn(pool), size)).toString("hex");
  expect(calls).toEqual([
    expect.objectContaining({
      type: "audit.checkpoint",
      id: `checkpoint_${root.slice(0, 32)}`,
      data: { size, checkpoint: note },
    }),
  ]);
});

test("mail goes once a day, with the note as text", async () => {
  await forget();
  const server = await startMailServer();
  try {
    const { ctx: here } = await withOutlets(ctx, {
      STRONGROOM_SMTP_URL: `smtp://127.0.0.1:${server.port}`,
      STRONGROOM_AUDIT_WITNESS_MAIL: "auditor@example.com",
    });
    const first = await indexLog(here);
    for (let minute = 0; minute < 3; minute += 1) {
      await record();
      await indexLog(here);
      await runWitnesses(here);
      clock.advanceSeconds(60);
    }
    expect(server.received).toHaveLength(1);
    clock.advanceSeconds(86_400);
    await runWitnesses(here);
    expect(server.received.map(({ to }) => to)).toEqual(["auditor@example.com", "auditor@example.com"]);
    const sizes = server.received.map(({ raw }) => sizesIn(raw.replaceAll("\r\n", "\n"))[0]);
    expect(sizes).toEqual([first.size + 1, first.size + 3]);
  } finally {
    await server.close();
  }
});
