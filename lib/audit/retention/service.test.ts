import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { sqlOn } from "@/lib/db/sql";
import { newId } from "@/lib/platform/ids";
import type { PrunableKind, Retention } from "@/lib/platform/retention";
import { verifyEvidence } from "@/sdk/src/audit-proof/verify";
import { afterwards } from "@/test/afterwards";
import { testContext } from "@/test/context";
import { indexLog } from "../indexing/service";
import { readProof } from "../proof/service";
import { readAudit } from "../reading/service";
import { listChanges } from "../service";
import { rootOf } from "../tree/service";
import { logSource, verifyChain } from "../verification/service";
import { pruneLog, readStorage } from "./service";

const { ctx, clock, database } = await testContext();
const { db, pool } = database;
const folder = await mkdtemp(join(tmpdir(), "strongroom-archive-"));
afterwards(() => rm(folder, { recursive: true }));

const HOUR_SECONDS = 3_600;
const DAYS = 31;
const secretId = newId();
const target = { projectId: newId(), environmentId: newId(), secretId, name: "STRIPE_KEY" };

/** Keeps a kind for some days, and everything else for ever. */
function keeping(
  kind: PrunableKind,
  days: number,
  archiveDir: string | null = null,
): { readonly retention: Retention } {
  return { retention: { days: { read: null, signIn: null, refusal: null, [kind]: days }, archiveDir } };
}

/** A month: every hour some reads, a sign-in, and at noon a change. */
async function writeMonth(): Promise<void> {
  for (let hour = 0; hour < DAYS * 24; hour += 1) {
    clock.advanceSeconds(HOUR_SECONDS);
    await ctx.audit.record(ctx, [
      ...Array.from({ length: 4 }, () => ({
        action: "secret.revealed" as const,
        target,
        detail: { version: 1 },
      })),
      { action: "session.started" },
      ...(hour % 24 === 12 ? [{ action: "secret.rotated" as const, target, detail: { version: hour } }] : []),
    ]);
  }
  await indexLog(ctx);
}

const count = (action: string) => db.auditEvent.count({ where: { action } });

test("old reads leave; changes, chain, proofs and change logs stay whole, also when more leaves later", async () => {
  await writeMonth();
  const before = await readProof(ctx, 5);
  const rotated = await count("secret.rotated");
  expect([await count("secret.revealed"), rotated]).toEqual([DAYS * 24 * 4, DAYS]);
  await pruneLog({ ...ctx, ...keeping("read", 10, folder) });
  const left = await count("secret.revealed");
  // Whole blocks of 256 events leave.
  expect(left).toBeGreaterThanOrEqual(10 * 24 * 4);
  expect(left).toBeLessThan(10 * 24 * 4 + 256);
  const oldest = await db.auditEvent.findFirstOrThrow({
    where: { action: "secret.revealed" },
    orderBy: { seq: "asc" },
  });
  expect(clock.now().getTime() - oldest.at.getTime()).toBeLessThan(13 * 86_400_000);
  expect([await count("secret.rotated"), await count("session.started")]).toEqual([rotated, DAYS * 24]);
  expect(await verifyChain(logSource(ctx))).toMatchObject({ isIntact: true });
  // An event of before has the proof that it had, and one that is left between those that are gone too.
  expect(await readProof(ctx, 5)).toEqual(before);
  expect(
    (
      await listChanges(pool, {
        secretId,
        scope: { projectId: null, environmentId: null },
        actions: ["secret.rotated"],
        limit: 100,
      })
    ).length,
  ).toBe(DAYS);
  const { items } = await readAudit(ctx, { kind: "change" }, { before: null, limit: 200 });
  expect(items.length).toBe(DAYS);

  await pruneLog({ ...ctx, ...keeping("signIn", 20) });
  await pruneLog({ ...ctx, ...keeping("read", 5) });
  expect(await verifyChain(logSource(ctx))).toMatchObject({ isIntact: true });
  await indexLog(ctx);
  expect(await verifyChain(logSource(ctx))).toMatchObject({ isIntact: true });
  const storage = await readStorage({ ...ctx, ...keeping("read", 5) });
  expect(storage.kinds.map(({ removed }) => removed)).toEqual([
    DAYS * 24 * 4 - (await count("secret.revealed")),
    DAYS * 24 - (await count("session.started")),
    0,
  ]);
  expect(storage.events).toBe(await db.auditEvent.count());
});

test("what left is in the archive, as evidence that verifies", async () => {
  const files = (await readdir(folder)).sort();
  expect(files.length).toBeGreaterThan(0);
  let events = 0;
  for (const name of files) {
    expect(name).toMatch(/^audit-read-\d{12}-\d{12}\.jsonl$/);
    const bytes = await readFile(join(folder, name));
    const found = await verifyEvidence(Readable.from([bytes]));
    expect(found).toMatchObject({ isIntact: true });
    events += bytes.toString().trim().split("\n").length - 2;
  }
  const [first] = await db.auditEvent.findMany({
    where: { action: "audit.pruned" },
    orderBy: { seq: "asc" },
  });
  expect(JSON.parse(first?.detail ?? "{}")).toMatchObject({ kind: "read", events });
});

test("nothing leaves that could not be archived", async () => {
  clock.advanceSeconds(40 * 86_400);
  const before = await db.auditEvent.count();
  await expect(pruneLog({ ...ctx, ...keeping("read", 1, join(folder, "missing")) })).rejects.toThrow(
    "ENOENT",
  );
  expect(await db.auditEvent.count()).toBe(before);
});

test("times of blocks that were moved back make no younger event leave, and blocks are written anew without what left", async () => {
  const before = await count("secret.revealed");
  expect(before).toBeGreaterThan(0);
  await pool.query("UPDATE audit_blocks SET last_at = '2000-01-01', first_at = '2000-01-01'");
  await pruneLog({ ...ctx, ...keeping("read", 200) });
  expect(await count("secret.revealed")).toBe(before);
  expect(await verifyChain(logSource(ctx))).toMatchObject({ breach: "blockAltered" });
  await pool.query("UPDATE audit_blocks SET seal = NULL");
  const { root, size } = await indexLog(ctx);
  expect(await rootOf(sqlOn(pool), size)).toEqual(root);
  expect(await verifyChain(logSource(ctx))).toMatchObject({ isIntact: true });
});

test("instances that remove at the same time say each event once", async () => {
  await Promise.all([1, 2, 3].map(() => pruneLog({ ...ctx, ...keeping("read", 1) })));
  expect(await verifyChain(logSource(ctx))).toMatchObject({ isIntact: true });
});

test("nothing but retention deletes an event, and it leaves nothing open", async () => {
  await expect(pool.query("DELETE FROM audit_events")).rejects.toThrow("append only");
});
