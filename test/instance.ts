import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import { afterAll } from "vitest";
import type { DatabaseAddress } from "@/lib/db/client";

export interface Instance {
  readonly child: ChildProcess;
  /** Where its database is, or why it did not start. */
  readonly outcome: { readonly address: DatabaseAddress } | { readonly error: string };
  /** Sends a signal to the process, or to its whole group as a terminal does, and waits for the end. */
  end(signal: NodeJS.Signals, to?: "process" | "group"): Promise<void>;
}

export interface InstanceOptions {
  /** Put before the command, to run it as another user. */
  readonly prefix?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Builds `test/instance-main.ts` for the calling test file; returns what starts processes of it. */
export async function buildInstance(): Promise<{
  /** The built file, to see whether a user can read it. */
  file: string;
  start(dataDir: string, options?: InstanceOptions): Promise<Instance>;
}> {
  const file = join(process.cwd(), "node_modules/.cache/strongroom-test", `instance-${process.pid}.mjs`);
  await build({
    entryPoints: ["test/instance-main.ts"],
    outfile: file,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "error",
  });
  const running = new Set<ChildProcess>();
  afterAll(async () => {
    for (const child of running) child.kill("SIGKILL");
    await rm(file, { force: true });
  });
  const start = async (dataDir: string, options: InstanceOptions = {}): Promise<Instance> => {
    const [program = "", ...rest] = [...(options.prefix ?? []), process.execPath, file, dataDir];
    const env = { ...process.env, ...options.env };
    const child = spawn(program, rest, {
      env,
      cwd: "/",
      stdio: ["ignore", "pipe", "inherit"],
      detached: true,
    });
    running.add(child);
    const closed = once(child, "close");
    const line = await firstLine(child);
    const { pid } = child;
    if (!pid) throw new Error("the instance did not start");
    const end: Instance["end"] = async (signal, to = "process") => {
      process.kill(to === "group" ? -pid : pid, signal);
      await closed;
    };
    return { child, outcome: JSON.parse(line), end };
  };
  return { file, start };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("the instance has no output");
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error("the instance ended without a word");
}
