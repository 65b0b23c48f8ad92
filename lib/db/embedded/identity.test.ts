import { spawnSync } from "node:child_process";
import { chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { buildInstance, type Instance } from "@/test/instance";
import { asNobody, isRoot, postmasterOf, scratchDir } from "@/test/scratch";

const instances = await buildInstance();
const nobody = await asNobody();

/** A PATH on which namespaces are forbidden. */
async function withoutNamespaces(): Promise<{ env: { PATH: string } }> {
  const folder = await scratchDir();
  await writeFile(
    join(folder, "unshare"),
    "#!/bin/sh\necho 'unshare: Operation not permitted' >&2; exit 1\n",
  );
  await chmod(join(folder, "unshare"), 0o755);
  return { env: { PATH: `${folder}:${process.env.PATH}` } };
}

/** A PATH on which root can become nobody else. */
async function withoutAnything(): Promise<{ env: { PATH: string } }> {
  const options = await withoutNamespaces();
  const [folder = ""] = options.env.PATH.split(":");
  await writeFile(
    join(folder, "setpriv"),
    "#!/bin/sh\necho 'setpriv: Operation not permitted' >&2; exit 1\n",
  );
  await chmod(join(folder, "setpriv"), 0o755);
  return options;
}

async function query(instance: Instance, text: string): Promise<unknown[]> {
  if ("error" in instance.outcome) throw new Error(instance.outcome.error);
  const pool = new pg.Pool({ ...instance.outcome.address, max: 1 }).on("error", () => {});
  return (await pool.query(text).finally(() => pool.end())).rows;
}

async function userOf(pid: number | null): Promise<number> {
  return Number(/^Uid:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, "utf8"))?.[1]);
}

describe.runIf(isRoot && process.platform === "linux")(
  "as root, in a folder that only root can enter",
  () => {
    test("the database runs and its files keep their owner", async () => {
      const dataDir = join(await scratchDir(), "data");
      const instance = await instances.start(dataDir);
      expect(await query(instance, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
      expect((await stat(join(dataDir, "postgres"))).mode & 0o777).toBe(0o700);
      await instance.end("SIGTERM");
    });

    test("where namespaces are forbidden it runs as a system user, on the data from before", async () => {
      const dataDir = join(await scratchDir(), "data");
      const first = await instances.start(dataDir);
      await query(first, "CREATE TABLE kept AS SELECT 42 AS n");
      await first.end("SIGTERM");
      const second = await instances.start(dataDir, await withoutNamespaces());
      expect(await userOf(await postmasterOf(dataDir))).not.toBe(0);
      expect(await query(second, "SELECT n FROM kept")).toEqual([{ n: 42 }]);
      await second.end("SIGTERM");
      const third = await instances.start(dataDir);
      expect(await query(third, "SELECT n FROM kept")).toEqual([{ n: 42 }]);
      await third.end("SIGTERM");
      expect(await postmasterOf(dataDir)).toBeNull();
    });

    test("where root can become nobody else the message says what to do", async () => {
      const instance = await instances.start(await scratchDir(), await withoutAnything());
      expect(instance.outcome).toEqual({
        error:
          "PostgreSQL refuses to run as root, and root may become no other user here (unshare: Operation not permitted): run Strongroom as an ordinary user, or set DATABASE_URL",
      });
    });
  },
);

const isReadable =
  nobody && spawnSync("setpriv", [...nobody.prefix.slice(1), "test", "-r", instances.file]).status === 0;

describe.runIf(isReadable)("as an ordinary user", () => {
  const prefix = nobody?.prefix ?? [];

  test("the database runs as that user", async () => {
    const dataDir = await scratchDir(nobody ?? undefined);
    const instance = await instances.start(dataDir, { prefix });
    expect(await userOf(await postmasterOf(dataDir))).toBe(nobody?.uid);
    expect(await query(instance, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
    await instance.end("SIGTERM");
    const asRoot = await instances.start(dataDir);
    expect(await userOf(await postmasterOf(dataDir))).toBe(nobody?.uid);
    await asRoot.end("SIGTERM");
  });

  test("data of another user is refused", async () => {
    const dataDir = await scratchDir(nobody ?? undefined);
    await mkdir(join(dataDir, "postgres"));
    await writeFile(join(dataDir, "postgres", "PG_VERSION"), "18\n");
    const instance = await instances.start(dataDir, { prefix });
    expect(instance.outcome).toEqual({
      error: `${dataDir}/postgres belongs to another user (number 0): start Strongroom as that user`,
    });
  });

  test("a user number without a name is no obstacle where namespaces are allowed", async () => {
    const owner = { uid: 54321, gid: 54321 };
    const dataDir = await scratchDir(owner);
    const unnamed = ["setpriv", "--reuid=54321", "--regid=54321", "--clear-groups", "--inh-caps=-all", "--"];
    const instance = await instances.start(dataDir, { prefix: unnamed });
    expect(await query(instance, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
    expect((await stat(join(dataDir, "postgres"))).uid).toBe(54321);
    await instance.end("SIGTERM");
  });
});
