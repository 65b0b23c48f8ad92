import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { afterwards } from "../afterwards";
import { freePort } from "../free-port";
import { dropDatabase, runSql, withDatabase } from "../server";
import { type CuttableProxy, openCuttableProxy } from "./cuttable-proxy";

export interface Program {
  readonly base: string;
  readonly child: ChildProcess;
  /** All that it wrote so far, to both outputs. */
  output(): string;
  /** Its exit code, once it has ended. */
  ended(): Promise<number | null>;
  ready(): Promise<void>;
}

const READY_MS_MAX = 120_000;
/** A new, empty database behind a door that can be shut; gone after the test. */
export async function databaseBehindProxy(): Promise<CuttableProxy> {
  const server = inject("databaseServer");
  const name = `strongroom_program_${randomBytes(6).toString("hex")}`;
  await runSql(server, `CREATE DATABASE ${name}`);
  afterwards(() => dropDatabase(server, name));
  const proxy = await openCuttableProxy(withDatabase(server, name));
  afterwards(() => proxy.close());
  return proxy;
}

/** Starts the built program, of the checkout or of a folder, on a data directory of its own; killed after the test if it still runs then. */
export async function startProgram(env: Record<string, string>, folder = "."): Promise<Program> {
  const dataDir = mkdtempSync(join(tmpdir(), "strongroom-program-"));
  afterwards(() => rmSync(dataDir, { recursive: true, force: true }));
  const port = env.PORT ?? String(await freePort());
  // Of the authorities that this machine may add to Node's own the program says so, in a line of its own.
  const { NODE_ENV: _, NODE_EXTRA_CA_CERTS: __, ...inherited } = process.env;
  const child = spawn(process.execPath, ["server.mjs"], {
    cwd: folder,
    env: { ...inherited, NODE_ENV: "production", STRONGROOM_DATA_DIR: dataDir, PORT: port, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exit = once(child, "exit");
  afterwards(async () => {
    child.kill("SIGKILL");
    await exit;
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  const base = `http://127.0.0.1:${port}`;
  return {
    base,
    child,
    output: () => output,
    ended: async () => (await exit)[0],
    ready: () =>
      untilReady(
        base,
        () => child.exitCode,
        () => output,
      ),
  };
}

async function untilReady(base: string, exitCode: () => number | null, output: () => string): Promise<void> {
  const deadline = Date.now() + READY_MS_MAX;
  while (Date.now() < deadline && exitCode() === null) {
    const health = await fetch(`${base}/api/health`).catch(() => null);
    if (health?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the program did not get ready:\n${output()}`);
}
