import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { pino } from "pino";
import { vi } from "vitest";
import { findAccount } from "@/lib/accounts/store";
import { startSession } from "@/lib/auth/service";
import { sessionCookie } from "@/lib/auth/session";
import { createPerson } from "@/lib/people/service";
import { readSettings } from "@/lib/platform/settings";
import { boot, contextOf } from "@/lib/runtime/boot";
import type { Runtime } from "@/lib/runtime/registry";
import { killPostmaster } from "../scratch";
import { PASSWORD } from "./instance";

/** A program on its embedded database that is there to be killed. */
export interface Victim {
  /** Of an Owner's session. */
  readonly cookie: string;
  readonly env: NodeJS.ProcessEnv;
  /** Starts the program as anybody would, and waits until it answers. */
  start(): Promise<void>;
  untilHealthy(): Promise<void>;
  /** SIGKILL; resolves when it is dead. */
  killProgram(): Promise<void>;
  killDatabase(): Promise<void>;
  /** Opens the same database with the same keys for a moment. */
  withRuntime(look: (runtime: Runtime) => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

const READY_MS_MAX = 120_000;

/** Makes the database with one Owner who is signed in, and starts the program. */
export async function openVictim({ dataDir, port }: { dataDir: string; port: number }): Promise<Victim> {
  const base = `http://127.0.0.1:${port}`;
  const settings = { PORT: String(port), STRONGROOM_URL: base, STRONGROOM_DATA_DIR: dataDir };
  const { NODE_ENV: _, ...inherited } = process.env;
  const env: NodeJS.ProcessEnv = { ...inherited, NODE_ENV: "production", ...settings };
  let child: ChildProcess | null = null;
  let output = "";

  const withRuntime = async (look: (runtime: Runtime) => Promise<void>) => {
    const log = pino({ level: "silent" });
    const booted = await boot({ env: settings, root: process.cwd(), settings: readSettings(settings), log });
    await look(booted.runtime).finally(() => booted.stop());
  };
  const untilHealthy = async () => {
    for (const deadline = Date.now() + READY_MS_MAX; Date.now() < deadline; ) {
      const health = await fetch(`${base}/api/health`).catch(() => null);
      if (health?.ok) return;
      if (child?.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`the program is not well:\n${output}`);
  };
  const start = async () => {
    child = spawn(process.execPath, ["server.mjs"], { env, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => (output += text));
    await untilHealthy();
  };
  const end = async (signal: NodeJS.Signals) => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill(signal);
    await exit;
  };

  let cookie = "";
  await withRuntime(async (runtime) => {
    cookie = await ownersCookie(runtime, base);
  });
  await start();
  return {
    cookie,
    env,
    start,
    untilHealthy,
    withRuntime,
    killProgram: () => end("SIGKILL"),
    // One that was killed a moment ago may not run again yet.
    killDatabase: async () => void (await vi.waitFor(() => killPostmaster(dataDir), 15_000)),
    stop: () => end("SIGTERM"),
  };
}

async function ownersCookie(runtime: Runtime, origin: string): Promise<string> {
  const ctx = contextOf(runtime.services, { kind: "operator", name: "test" });
  const email = "owner@example.com";
  await createPerson(ctx, { email, role: "owner", name: "Owner", password: PASSWORD });
  const account = await findAccount(ctx.db, ctx.seals, { email });
  if (!account) throw new Error("the Owner was not made");
  return `${sessionCookie(origin).name}=${(await startSession(ctx, account, ["password"])).token}`;
}
