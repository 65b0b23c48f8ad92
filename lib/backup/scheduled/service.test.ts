import { createReadStream } from "node:fs";
import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { newMasterKeyText, parseMasterKey } from "@/lib/crypto/master-key";
import { ensureBuiltIns } from "@/lib/projects/service";
import { createSecret } from "@/lib/secrets/service";
import { testContext } from "@/test/context";
import { codeOf } from "@/test/failure";
import { scratchDir } from "@/test/scratch";
import { decrypted } from "../encryption";
import { newFile } from "../file";
import { makeBackup, readBackups, verifyBackup } from "../service";
import { makeDueBackup } from "./service";

const masterKey = parseMasterKey(newMasterKeyText(), "test");
const { ctx: base, clock, as, asRole } = await testContext({ masterKey });
const checks = { masterKeys: [masterKey], migrations: "prisma/migrations" };
const onFailure = vi.fn();
let folder = "";
const keep = { h: 0, d: 2, w: 0, m: 0 };
const ctxOf = (destination = folder, recipients: readonly string[] = []) => ({
  ...base,
  actor: { kind: "job", name: "backups.make" } as const,
  backups: {
    settings: { destination, schedule: "15 2 * * *", keep, recipients },
    checks: async () => checks,
    onFailure,
  },
});
const stateOf = () => readBackups(ctxOf());
const files = async () => (await readdir(folder)).sort();
const DAY_SECONDS = 86_400;

beforeEach(async () => {
  folder = await scratchDir();
  await base.pool.query("DELETE FROM backup_state");
  clock.set(new Date("2026-11-22T12:00:00.000Z"));
});
afterEach(() => onFailure.mockClear());

await ensureBuiltIns(base);
await createSecret(base, {
  ...{ project: "default", environment: "production", name: "A", value: "v" },
  ...({ description: "", category: "custom", audience: "all" } as const),
});

test("the first backup is made at once, proved and on record; the next at its time, and one in between is none", async () => {
  await makeDueBackup(ctxOf());
  await makeDueBackup(ctxOf());
  clock.advanceSeconds(14 * 3_600);
  await makeDueBackup(ctxOf());
  const [file = "", ...others] = await files();
  expect(others).toEqual([]);
  expect(file).toMatch(/^strongroom-[0-9a-f]{8}-20261122T120000Z\.backup$/);
  expect(await verifyBackup(createReadStream(join(folder, file)), checks)).toMatchObject({
    rows: expect.any(Number),
  });
  expect(await stateOf()).toMatchObject({
    made: {
      at: new Date("2026-11-22T12:00:00.000Z"),
      file,
      bytes: (await readFile(join(folder, file))).length,
    },
    nextAt: new Date("2026-11-23T02:15:00.000Z"),
    ...{ error: null, isGood: true, isOld: false, isRunning: false },
  });
  clock.advanceSeconds(3_600);
  await makeDueBackup(ctxOf());
  expect(await files()).toHaveLength(2);
  const events = await base.db.auditEvent.findMany({ where: { action: "backup.made" } });
  expect(events).toMatchObject([{ actorKind: "job", targetName: file }, {}]);
});

test("of instances that start together one makes it", async () => {
  await Promise.all([1, 2, 3].map(() => makeDueBackup(ctxOf())));
  expect(await files()).toHaveLength(1);
});

test("old ones are deleted once a new one is proved, and nothing that is not one", async () => {
  const theirs = ["notes.txt", "strongroom-00000000-20200101T000000Z.backup", "2020-01-01.backup"];
  for (const name of theirs) await writeFile(join(folder, name), "theirs");
  for (let day = 0; day < 4; day += 1) {
    await makeDueBackup(ctxOf());
    clock.advanceSeconds(DAY_SECONDS);
  }
  const mine = (await files()).filter((name) => !theirs.includes(name));
  expect(mine.map((name) => name.slice(-24))).toEqual(
    ["20261124T120000Z.backup", "20261125T120000Z.backup"].map((end) => end.padStart(24, "-")),
  );
  expect((await files()).length).toBe(5);
});

test("one that fails is on record with its reason, deletes nothing, is tried again after an hour, and does good then", async () => {
  await makeDueBackup(ctxOf());
  const before = await files();
  clock.advanceSeconds(DAY_SECONDS);
  await rename(folder, `${folder}.away`);
  await makeDueBackup(ctxOf());
  await rename(`${folder}.away`, folder);
  const reason = `there is no folder ${folder}: make it, or mount its disk`;
  expect(await stateOf()).toMatchObject({ error: reason, isGood: false, made: { file: before[0] } });
  expect(onFailure).toHaveBeenCalledWith(reason);
  expect(await base.db.auditEvent.findMany({ where: { action: "backup.failed" } })).toMatchObject([
    { detail: JSON.stringify({ reason }) },
  ]);
  clock.advanceSeconds(3_500);
  await makeDueBackup(ctxOf());
  expect(await files()).toEqual(before);
  clock.advanceSeconds(100);
  await makeDueBackup(ctxOf());
  expect(await files()).toHaveLength(2);
  expect(await stateOf()).toMatchObject({ error: null, isGood: true });
});

test("one that is not right when it is read again is no backup", async () => {
  const other = { masterKeys: [parseMasterKey(newMasterKeyText(), "test")], migrations: checks.migrations };
  const ctx = ctxOf();
  await makeDueBackup({ ...ctx, backups: { ...ctx.backups, checks: async () => other } });
  expect(await files()).toEqual([]);
  expect(await stateOf()).toMatchObject({
    error: expect.stringMatching(/^the backup needs master key/),
    made: null,
  });
});

test("an encrypted one is proved as well, and counts as one of them", async () => {
  const identity = await generateX25519Identity();
  await makeDueBackup(ctxOf(folder, [await identityToRecipient(identity)]));
  const [file = ""] = await files();
  expect(file).toMatch(/Z\.backup\.age$/);
  const plain = decrypted(createReadStream(join(folder, file)), [identity]);
  expect((await verifyBackup(plain, checks)).rows).toBeGreaterThan(0);
  for (let day = 0; day < 2; day += 1) {
    clock.advanceSeconds(DAY_SECONDS);
    await makeDueBackup(ctxOf());
  }
  expect(await files()).not.toContain(file);
});

test("a stop breaks it off without a trace, and it is due again at once", async () => {
  const stop = new AbortController();
  const ctx = ctxOf();
  const stopping = async () => {
    stop.abort();
    return checks;
  };
  await makeDueBackup({ ...ctx, backups: { ...ctx.backups, checks: stopping } }, stop.signal);
  expect(await files()).toEqual([]);
  expect(await stateOf()).toMatchObject({ error: null, isRunning: false, made: null });
  expect(onFailure).not.toHaveBeenCalled();
  await makeDueBackup(ctx);
  expect(await stateOf()).toMatchObject({ isGood: true });
});

test("one that was killed is made again when its time is up, and its part is deleted, but nobody else's", async () => {
  await makeDueBackup(ctxOf());
  const [file = ""] = await files();
  clock.advanceSeconds(DAY_SECONDS);
  await base.pool.query("UPDATE backup_state SET started_at = $1, running_until = $2", [
    clock.now(),
    new Date(clock.now().getTime() + 150_000),
  ]);
  await writeFile(join(folder, `.${file}.part-0123abcd`), "half");
  await writeFile(join(folder, ".other.part-0123abcd"), "theirs");
  clock.advanceSeconds(100);
  await makeDueBackup(ctxOf());
  expect(await stateOf()).toMatchObject({ isRunning: true });
  expect(await files()).toHaveLength(3);
  clock.advanceSeconds(60);
  await makeDueBackup(ctxOf());
  expect(await files()).toEqual([".other.part-0123abcd", file, expect.stringMatching(/\.backup$/)]);
});

test("how they stand is for Owners and Super Admins, and for nobody where none are made", async () => {
  const auditor = { ...ctxOf(), actor: await asRole("auditor") };
  expect(await codeOf(readBackups(auditor))).toBe("forbidden");
  expect(await readBackups(as(await asRole("super_admin")))).toBeNull();
});

test("a backup by hand into the same folder is not taken for one of these", async () => {
  const path = join(folder, "by-hand.backup");
  await makeBackup(base, newFile(path), checks);
  await makeDueBackup(ctxOf());
  expect(await files()).toContain("by-hand.backup");
});
