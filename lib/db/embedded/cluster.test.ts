import { mkdir, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scratchDir } from "@/test/scratch";
import { startEmbedded } from "./supervisor";

const log = { info: () => {}, warn: () => {}, error: () => {} };

test("data of another PostgreSQL is refused with both versions in the message, and left alone", async () => {
  const dataDir = await scratchDir();
  await mkdir(join(dataDir, "postgres"), { mode: 0o700 });
  await writeFile(join(dataDir, "postgres", "PG_VERSION"), "17\n");
  await expect(startEmbedded({ dataDir, log })).rejects.toThrow(
    `the data in ${dataDir}/postgres belongs to PostgreSQL 17, this build brings 18: `,
  );
  expect(await readdir(join(dataDir, "postgres"))).toEqual(["PG_VERSION"]);
});

test("a folder with something else in it is refused", async () => {
  const dataDir = await scratchDir();
  await mkdir(join(dataDir, "postgres"));
  await writeFile(join(dataDir, "postgres", "letter.txt"), "mine");
  await expect(startEmbedded({ dataDir, log })).rejects.toThrow("holds files but no database");
  expect(await readFile(join(dataDir, "postgres", "letter.txt"), "utf8")).toBe("mine");
});

test("a start that was killed half-way through making the database is cleaned up and repeated", async () => {
  const dataDir = await scratchDir();
  const [dead, ours, old] = ["999999999", String(process.pid), "1"].map((pid) =>
    join(dataDir, `postgres.making-${pid}-00000000`),
  );
  for (const folder of [dead, ours, old]) {
    await mkdir(join(folder ?? "", "base"), { recursive: true });
    await writeFile(join(folder ?? "", "PG_VERSION"), "18\n");
  }
  await utimes(old ?? "", new Date(0), new Date(0));
  const server = await startEmbedded({ dataDir, log });
  expect((await readdir(dataDir)).sort()).toEqual(["postgres", "postgres.log", "run"]);
  await server.stop();
});

test("an empty folder, as a mounted volume begins, becomes the database", async () => {
  const dataDir = await scratchDir();
  await mkdir(join(dataDir, "postgres"));
  const server = await startEmbedded({ dataDir, log });
  await server.stop();
  expect((await readFile(join(dataDir, "postgres", "PG_VERSION"), "utf8")).trim()).toBe("18");
});

test("a data directory whose database was removed starts afresh", async () => {
  const dataDir = await scratchDir();
  await (await startEmbedded({ dataDir, log })).stop();
  await rm(join(dataDir, "postgres"), { recursive: true });
  const server = await startEmbedded({ dataDir, log });
  await server.stop();
});
