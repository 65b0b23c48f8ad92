import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { verifyAudit } from "@/lib/admin/commands/audit";
import { compareCheckpoints, readCheckpoints, showCheckpoint } from "@/lib/admin/commands/checkpoint";
import type { Ctx } from "@/lib/context";
import { currentAlert } from "@/lib/seals/verification/service";
import { testContext } from "@/test/context";
import { scratchDir } from "@/test/scratch";
import { indexLog } from "../indexing/service";
import { logSigner } from "../tree/checkpoint";
import { signerOf } from "../tree/service";
import { withOutlets } from "./outlets.fixture";
import { runWitnesses } from "./service";
import { findMismatch, reportMismatch } from "./witness-check";

const { ctx, database, asRole, as } = await testContext();
const { pool, db } = database;
const folder = await scratchDir();
const path = join(folder, "checkpoints");
const log = { error: vi.fn() };
let here: Ctx;
let whole = "";

const record = (count = 1) =>
  ctx.audit.record(
    ctx,
    Array.from({ length: count }, () => ({ action: "secret.revealed" as const })),
  );
const OTHER = logSigner(Buffer.alloc(32, 5));
const mismatches = () =>
  db.auditEvent.findMany({ where: { action: "audit.witnessMismatch" }, orderBy: { seq: "asc" } });

beforeAll(async () => {
  ({ ctx: here } = await withOutlets(ctx, { STRONGROOM_AUDIT_WITNESS_FILE: path }));
  for (const count of [3, 300, 700]) {
    await record(count);
    await indexLog(here);
    await runWitnesses(here);
  }
  whole = readFileSync(path, "utf8");
});

afterEach(() => {
  writeFileSync(path, whole);
  log.error.mockReset();
});

test("a witness whose notes fit says nothing, neither does one that has none yet", async () => {
  await reportMismatch(here, log);
  expect(await findMismatch(ctx, join(folder, "none"), "last")).toBeNull();
  const { ctx: empty } = await withOutlets(ctx, { STRONGROOM_AUDIT_WITNESS_FILE: join(folder, "none") });
  await reportMismatch(empty, log);
  expect([log.error.mock.calls, await mismatches()]).toEqual([[], []]);
});

test("a log that was set back is found at the next start: on record, in the log, and told to Owners and Auditors until it is intact again", async () => {
  const signer = signerOf(ctx);
  // What the log was before it was set back.
  const ahead = signer.checkpoint({ size: 5_000, root: Buffer.alloc(32, 1) });
  writeFileSync(path, `${whole}\n${ahead}`);
  const people = Object.fromEntries(
    await Promise.all(
      (["owner", "super_admin", "auditor", "member"] as const).map(
        async (role) => [role, as(await asRole(role))] as const,
      ),
    ),
  );
  const alerts = async () =>
    Object.fromEntries(
      await Promise.all(Object.entries(people).map(async ([role, by]) => [role, await currentAlert(by)])),
    );
  await reportMismatch(here, log);
  const detail = { size: 5_000, reason: "the log has fewer events now" };
  expect(log.error).toHaveBeenCalledWith(detail, expect.stringContaining("run audit verify"));
  expect((await mismatches()).map((event) => JSON.parse(event.detail))).toEqual([detail]);
  const told = { owner: "witness", super_admin: "witness", auditor: "witness", member: null };
  expect(await alerts()).toEqual(told);
  const bad = await verifyAudit(here, {});
  expect(bad).toMatchObject({ isBad: true, data: { witness: { size: 5_000, verdict: "shorter" } } });
  expect(bad.lines.at(-1)).toBe(
    "Witness: its checkpoint of 5,000 events does not fit: the log has fewer events now.",
  );
  expect(await alerts()).toEqual(told);
  writeFileSync(path, whole);
  expect(await verifyAudit(here, {})).toMatchObject({ data: { isIntact: true, witness: null } });
  expect(await alerts()).toEqual({ owner: null, super_admin: null, auditor: null, member: null });
});

test("notes for other events, by another key and of another log are each found", async () => {
  const signer = signerOf(ctx);
  const head = { size: 303, root: Buffer.alloc(32, 9) };
  const forged = signer.checkpoint({ size: 1, root: Buffer.alloc(32) }).replace("\n1\n", "\n2\n");
  for (const [note, verdict] of [
    [signer.checkpoint(head), "rewritten"],
    [forged, "unsigned"],
    [OTHER.checkpoint(head).replaceAll(OTHER.origin, signer.origin), "unsigned"],
    [OTHER.checkpoint(head), "otherLog"],
  ] as const) {
    writeFileSync(path, `${whole}\n${note}`);
    expect(await findMismatch(ctx, path, "last")).toMatchObject({ verdict });
  }
});

test("notes by others beside this log's, and what a crash left, do no harm", async () => {
  const { note } = await indexLog(ctx);
  writeFileSync(
    path,
    `${note}\u2014 witness.example.com abcd\n\nstrongroom/0123\n12\nAAA${whole}\nstrongroom/01`,
  );
  expect(await findMismatch(ctx, path, "all")).toBeNull();
});

test("a part of the tree that is gone does not pass for a part that fits", async () => {
  const lost = await pool.query("DELETE FROM audit_blocks WHERE number = 0 RETURNING *");
  expect(await findMismatch(ctx, path, "last")).toMatchObject({ size: 3, verdict: "rewritten" });
  const { number, leaves, terms, first_at, last_at } = lost.rows[0];
  await pool.query(
    "INSERT INTO audit_blocks (number, leaves, terms, first_at, last_at) VALUES ($1, $2, $3, $4, $5)",
    [...[number, leaves, terms, first_at, last_at]],
  );
  expect(await findMismatch(ctx, path, "last")).toBeNull();
});

test("a file that cannot be read is said, and the program starts", async () => {
  const { ctx: folderAsFile } = await withOutlets(ctx, { STRONGROOM_AUDIT_WITNESS_FILE: folder });
  await reportMismatch(folderAsFile, log);
  expect(log.error).toHaveBeenCalledWith(
    { err: expect.any(Error) },
    expect.stringContaining("could not be compared"),
  );
});

test("the shell prints the checkpoint of now, and compares those that somebody kept", async () => {
  await record(2);
  const { data, lines } = await showCheckpoint(ctx);
  const now = `${lines.join("\n")}\n`;
  expect(data.checkpoint).toBe(now);
  expect(lines[1]).toBe(String(data.size));
  const kept = await readCheckpoints("-", { input: Readable.from([whole, now]) as never });
  const good = await compareCheckpoints(ctx, kept.replaceAll("\n", "\r\n"));
  expect(good).toMatchObject({ isBad: false });
  expect(good.lines.at(-1)).toBe(`ok         ${Number(data.size).toLocaleString("en")} events`);
  const head = { size: 303, root: Buffer.alloc(32, 9) };
  const mixed = await compareCheckpoints(
    ctx,
    `${whole}\n${OTHER.checkpoint(head)}\n${signerOf(ctx).checkpoint(head)}`,
  );
  expect(mixed.isBad).toBe(true);
  expect(mixed.lines.slice(-2)).toEqual([
    `other log  303 events: ${OTHER.origin}`,
    "mismatch   303 events: the log had other events",
  ]);
  expect(await compareCheckpoints(ctx, OTHER.checkpoint(head))).toMatchObject({ isBad: true });
  await expect(compareCheckpoints(ctx, "nothing")).rejects.toMatchObject({ code: "validation" });
  await expect(readCheckpoints(join(folder, "missing"), { input: process.stdin })).rejects.toMatchObject({
    code: "validation",
  });
});
