import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { afterwards } from "../afterwards";
import { freePort } from "../free-port";

const dataDir = mkdtempSync(join(tmpdir(), "strongroom-signals-"));
const pidFile = join(dataDir, "postgres", "postmaster.pid");
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** Starts `npm run up` as a supervisor would, in a process group of its own, and waits until it answers. */
async function up(): Promise<{
  readonly npm: ChildProcess;
  readonly postgres: number;
  readonly port: number;
}> {
  const port = await freePort();
  const { NODE_ENV: _, ...inherited } = process.env;
  const npm = spawn("npm", ["run", "up"], {
    env: { ...inherited, NODE_ENV: "production", STRONGROOM_DATA_DIR: dataDir, PORT: String(port) },
    stdio: "ignore",
    detached: true,
  });
  // Whatever is left when a test fails.
  afterwards(() => void endGroup(npm.pid));
  const health = async () => (await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => null))?.status;
  await expect.poll(health, { timeout: 120_000 }).toBe(200);
  const postgres = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  afterwards(() => void endGroup(postgres));
  return { npm, postgres, port };
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid) process.kill(-pid, "SIGKILL");
  } catch {
    // Nothing is left.
  }
}

function isRunning(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}

describe("`npm run up` stops in order, with its PostgreSQL, when npm alone", () => {
  it.each(["SIGTERM", "SIGINT", "SIGHUP", "SIGKILL"] as const)("gets %s", async (signal) => {
    const { npm, postgres, port } = await up();
    const ended = once(npm, "exit");
    npm.kill(signal);
    await ended;
    await expect.poll(() => isRunning(postgres), { timeout: 30_000 }).toBe(false);
    expect(existsSync(pidFile)).toBe(false);
    expect(readFileSync(join(dataDir, "postgres.log"), "utf8").trim()).toMatch(
      /database system is shut down$/,
    );
    const health = () =>
      fetch(`http://127.0.0.1:${port}/api/health`).then(
        () => "answers",
        () => "gone",
      );
    await expect.poll(health).toBe("gone");
  });
});
