import { spawnSync } from "node:child_process";
import { rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { afterAll, describe, expect, test, vi } from "vitest";
import { buildInstance } from "@/test/instance";
import { asNobody, isRoot, scratchDir } from "@/test/scratch";
import { startEmbedded } from "./supervisor";

const log = { info: () => {}, warn: () => {}, error: () => {} };

/** A disk of a few MiB in memory, or null where this process may not mount one. */
async function smallDisk(sizeMib: number): Promise<string | null> {
  const folder = await scratchDir();
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${sizeMib}m,mode=0700`, "tmpfs", folder]);
  if (!isRoot || mounted.status !== 0) return null;
  afterAll(() => void spawnSync("umount", ["--lazy", folder]));
  return folder;
}

const [fullDisk, fillingDisk] = [await smallDisk(100), await smallDisk(240)];
const instances = await buildInstance();
const nobody = await asNobody();
/** Not in a checkout that only its owner can enter. */
const isReadable =
  nobody && spawnSync("setpriv", [...nobody.prefix.slice(1), "test", "-r", instances.file]).status === 0;

test("a data directory that is a file is refused", async () => {
  const dataDir = join(await scratchDir(), "data");
  await writeFile(dataDir, "");
  await expect(startEmbedded({ dataDir, log })).rejects.toThrow(`${dataDir} is not a folder`);
});

test.runIf(isReadable)("a data directory that this user may not write to is refused", async () => {
  const instance = await instances.start("/etc", { prefix: nobody?.prefix ?? [] });
  expect(instance.outcome).toEqual({
    error:
      "/etc cannot be written (EACCES): give this user the right to, or name another folder with STRONGROOM_DATA_DIR",
  });
});

describe.runIf(fullDisk && fillingDisk)("on a small disk", () => {
  test("too little space is told before anything is made", async () => {
    const dataDir = fullDisk ?? "";
    await expect(startEmbedded({ dataDir, log })).rejects.toThrow(
      `the disk of ${dataDir} is nearly full: 100 MiB free, and the database needs 128 MiB; free some space`,
    );
  });

  test("a disk that fills up under the running database loses nothing, and space brings it back", {
    timeout: 30_000,
  }, async () => {
    const dataDir = fillingDisk ?? "";
    const server = await startEmbedded({ dataDir, log });
    const pool = new pg.Pool({ ...server.address, max: 2 }).on("error", () => {});
    await pool.query("CREATE TABLE kept (n int, filler text)");
    const { bavail, bsize } = await statfs(dataDir);
    const ballast = join(dataDir, "ballast");
    await writeFile(ballast, Buffer.alloc(bavail * bsize - 4 * 1024 * 1024));
    let stored = 0;
    const fill = async () => {
      for (;;) {
        await pool.query(
          "INSERT INTO kept SELECT $1, string_agg(md5(random()::text), '') FROM generate_series(1, 5000)",
          [stored + 1],
        );
        stored += 1;
      }
    };
    await expect(fill()).rejects.toThrow(/No space left|could not|terminat|shut|recovery|ECONN|connect/i);
    await rm(ballast);
    await vi.waitFor(() => pool.query("INSERT INTO kept VALUES (0, '')"), { timeout: 20_000, interval: 100 });
    const kept = await pool.query("SELECT n FROM kept WHERE n BETWEEN 1 AND $1 ORDER BY n", [stored]);
    expect(stored).toBeGreaterThan(0);
    expect(kept.rows.map((row) => row.n)).toEqual(Array.from({ length: stored }, (_, i) => i + 1));
    await pool.end();
    await server.stop();
  });
});
