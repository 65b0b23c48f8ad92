import { spawnSync } from "node:child_process";
import { readdir, rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { newFile } from "@/lib/backup/file";
import { makeBackup } from "@/lib/backup/service";
import { afterwards } from "../../afterwards";
import { isRoot, scratchDir } from "../../scratch";
import { checksOf } from "../operations/backup";
import { creating } from "../operations/secrets";
import { openFleet, prepareProgram } from "../program/instances";
import { underWriters } from "../program/under-writers";
import { randomFor } from "../random";
import { openScene } from "../strike";
import { tallyOf, times } from "../tally";

const KIB = 1_024;
const isLong = times(1, 0) > 0;

/** A disk in memory, or null where this process may not mount one. */
async function smallDisk(kib: number): Promise<string | null> {
  const folder = await scratchDir();
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${kib}k,mode=0700`, "tmpfs", folder]);
  if (!isRoot || mounted.status !== 0) return null;
  afterwards(() => void spawnSync("umount", ["--lazy", folder]));
  return folder;
}

async function fill(folder: string, leaveBytes: number): Promise<string> {
  const { bavail, bsize } = await statfs(folder);
  const ballast = join(folder, "ballast");
  // Somebody else may be faster at the last of it: full it is then, too.
  await writeFile(ballast, Buffer.alloc(Math.max(0, bavail * bsize - leaveBytes))).catch(() => {});
  return ballast;
}

const backupDisk = await smallDisk(4 * KIB);
const dataDisk = isLong ? await smallDisk(400 * KIB) : null;
const scene = await openScene();
if (isLong) await prepareProgram();

test.runIf(backupDisk)("the disk of a backup fills up", async () => {
  const kind = "the disk of a backup fills up";
  const [tally, random] = [tallyOf(kind), randomFor(kind)];
  const { outside, base } = scene;
  const folder = backupDisk ?? "";
  const checks = checksOf(base.masterKey);
  for (let n = 0; n < 40; n += 1) await creating.run(outside, await creating.prepare(outside, base));
  for (let n = 0; n < times(40, 3) && tally.hasTime(); n += 1) {
    const ballast = await fill(folder, random.between(0, 12) * KIB);
    const outcome = await makeBackup(outside, newFile(join(folder, "backup")), checks).catch(
      (error: Error) => error,
    );
    await rm(ballast);
    if (!(outcome instanceof Error)) tally.lose("a backup on a full disk was told done");
    else if (!/^the disk of .* is full: /.test(outcome.message)) tally.lose(`told ${outcome.message}`);
    tally.inject();
    tally.told("refused");
    const left = await readdir(folder);
    if (left.length > 0) tally.lose(`${left} are left`);
  }
  const made = await makeBackup(outside, newFile(join(folder, "backup")), checks);
  expect(made.rows).toBeGreaterThan(0);
  expect(tally.troubles()).toEqual([]);
});

test.runIf(dataDisk)("the disk of the database fills up", { timeout: 600_000 }, async () => {
  const kind = "the disk of the database fills up";
  const [tally, random] = [tallyOf(kind), randomFor(kind)];
  const dataDir = dataDisk ?? "";
  const fleet = await openFleet({ dataDir });
  await underWriters(fleet, { tally, random, rounds: times(8, 0) }, async () => {
    const before = tally.refused;
    const ballast = await fill(dataDir, random.between(0, 512) * KIB);
    for (let waits = 0; waits < 200 && tally.refused < before + 5; waits += 1) await sleep(50);
    await rm(ballast);
  });
  expect(tally.troubles()).toEqual([]);
});
