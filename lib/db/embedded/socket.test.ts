import { mkdir, rm, stat, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { scratchDir } from "@/test/scratch";
import { openSocketDir } from "./socket";
import { startEmbedded } from "./supervisor";

const log = { info: () => {}, warn: () => {}, error: () => {} };
const self = { prefix: [], uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };

test("a data directory with a path too long for a socket gets a short folder of its own", async () => {
  const dataDir = join(await scratchDir(), "long ".repeat(18), 'it\'s "here", ünder $HOME');
  const server = await startEmbedded({ dataDir, log });
  const socketDir = "host" in server.address ? server.address.host : "";
  onTestFinished(() => rm(dirname(socketDir), { recursive: true, force: true }));
  expect(socketDir).toMatch(/^\/tmp\/strongroom-[0-9a-f]{16}\/pg$/);
  expect((await stat(dirname(socketDir))).mode & 0o777).toBe(0o700);
  await server.stop();
});

test("a path with blanks and quotes works for the socket, too", async () => {
  const dataDir = join(await scratchDir(), 'it\'s "here", $HOME');
  const server = await startEmbedded({ dataDir, log });
  expect(server.address).toMatchObject({ host: join(dataDir, "run", "pg") });
  await server.stop();
});

test("a folder that somebody put in the socket's place is refused", async () => {
  const folder = await scratchDir();
  const dataDir = `${folder}/${"x".repeat(200)}`;
  const holder = dirname(await openSocketDir(dataDir, self));
  onTestFinished(() => rm(holder, { recursive: true, force: true }));
  await rm(holder, { recursive: true });
  await mkdir(join(folder, "elsewhere"));
  await symlink(join(folder, "elsewhere"), holder);
  await expect(openSocketDir(dataDir, self)).rejects.toThrow(`${holder} belongs to someone else`);
});
