import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { newApiKey } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/service";
import { type Ctx, requestContext } from "@/lib/context";
import { closeDatabase, type DatabaseAddress } from "@/lib/db/client";
import { runningEmbedded } from "@/lib/db/embedded/supervisor";
import { newId } from "@/lib/platform/ids";
import { readSettings } from "@/lib/platform/settings";
import { boot, contextOf } from "@/lib/runtime/boot";
import { afterwards } from "../../afterwards";
import { bundledProgram } from "../../forked";
import { freePort } from "../../free-port";
import { processServices } from "../../process-services";
import { postmasterOf, scratchDir } from "../../scratch";
import type { Tally } from "../tally";

/** One process of the program. */
export interface Instance {
  readonly port: number;
  readonly pid: number;
  start(): Promise<void>;
  /** Ends it and waits for that. */
  end(signal: NodeJS.Signals): Promise<void>;
  output(): string;
}

/** Instances on one database, and a way past them to it. */
export interface Fleet {
  readonly instances: readonly Instance[];
  readonly dataDir: string;
  /** Of an API key that may do everything to secrets. */
  readonly key: string;
  /** Past the instances and whatever is between them and the database. */
  readonly outside: Ctx;
  /** Waits until every instance says that it is well; else a hand would be needed. */
  recovers(tally: Tally): Promise<void>;
}

interface Options {
  readonly count?: number;
  /** Where each instance finds the database; unless told, an embedded one in their common data directory. */
  readonly databases?: readonly { readonly url: string }[];
  /** The same database without what is in between. */
  readonly database?: DatabaseAddress;
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const RECOVERY_MS_MAX = 60_000;
const PERMISSIONS = ["secrets:list", "secrets:read", "secrets:write"];

let program: Promise<string> | null = null;

/** Starts them for the test or file that calls this. Call `prepareProgram` at the top of the file. */
export async function openFleet(options: Options = {}): Promise<Fleet> {
  const { count = 1, databases } = options;
  const dataDir = options.dataDir ?? (await scratchDir());
  const file = await programFile();
  const common = { STRONGROOM_DATA_DIR: dataDir, STRONGROOM_LOG_LEVEL: "warn", ...options.env };
  const { key, masterKey } = await prepareInstance({
    ...common,
    ...(databases?.[0] && { DATABASE_URL: databases[0].url }),
  });
  const instances = await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const url = databases?.[n]?.url ?? databases?.[0]?.url;
      return instanceOf(file, { ...common, ...(url && { DATABASE_URL: url }) });
    }),
  );
  afterwards(async () => {
    await Promise.all(instances.map((instance) => instance.end("SIGTERM")));
    const postmaster = await postmasterOf(dataDir);
    if (postmaster) process.kill(postmaster, "SIGKILL");
  });
  for (const instance of instances) await instance.start();
  const address = options.database ?? databases?.[0] ?? (await runningEmbedded(dataDir));
  if (!address) throw new Error("the embedded database does not run");
  const services = await processServices({ address, masterKey });
  afterwards(async () => {
    await Promise.all([services.audit.close(), services.usage.close(), services.pools.close()]);
    services.egress.close();
    await closeDatabase(services);
  });
  const request = { id: newId(), ip: null, userAgent: null };
  const outside = requestContext(services, { actor: { kind: "operator", name: "faults" }, request });
  return {
    ...{ instances, dataDir, key, outside },
    recovers: async (tally) => {
      for (const instance of instances)
        await untilHealthy(instance).catch((error) => tally.needHand(String(error)));
    },
  };
}

/** Bundles the program for the file at whose top this is called. */
export async function prepareProgram(): Promise<void> {
  program = bundledProgram("test/faults/program/main.ts");
  await program;
}

function programFile(): Promise<string> {
  if (!program) throw new Error("call prepareProgram at the top of the file");
  return program;
}

/** An instance that nobody has started, on a data directory of its own. */
export async function newInstance(env: Readonly<Record<string, string>>): Promise<Instance> {
  const instance = await instanceOf(await programFile(), {
    STRONGROOM_DATA_DIR: await scratchDir(),
    ...env,
  });
  afterwards(() => instance.end("SIGKILL"));
  return instance;
}

/** Makes the database as a first start does, and a key. */
async function prepareInstance(env: Record<string, string>) {
  const log = pino({ level: "silent" });
  const booted = await boot({ env, root: process.cwd(), settings: readSettings(env), log });
  const ctx = contextOf(booted.runtime.services, { kind: "operator", name: "faults" });
  const input = { kind: "service", project: "default", environment: "production", permissions: PERMISSIONS };
  const { text: key } = await createApiKey(ctx, newApiKey.parse({ ...input, name: "writers" }));
  await booted.stop();
  const file = join(env.STRONGROOM_DATA_DIR ?? "", "master.key");
  return { key, masterKey: env.STRONGROOM_MASTER_KEY ?? (await readFile(file, "utf8")).trim() };
}

async function instanceOf(file: string, settings: Record<string, string>): Promise<Instance> {
  const port = await freePort();
  const { NODE_ENV: _, ...inherited } = process.env;
  const env = { ...inherited, NODE_ENV: "production", PORT: String(port), ...settings };
  let child: ChildProcess | null = null;
  let output = "";
  const instance: Instance = {
    port,
    get pid() {
      return child?.pid ?? 0;
    },
    output: () => output,
    start: async () => {
      const started = spawn(process.execPath, [file], {
        env: env as NodeJS.ProcessEnv,
        stdio: ["ignore", "pipe", "pipe"],
      });
      child = started;
      for (const stream of [started.stdout, started.stderr]) {
        stream.on("data", (text) => {
          output = `${output}${text}`.slice(-20_000);
        });
      }
      const ended = once(started, "exit").then(([code, signal]) => {
        throw new Error(`an instance ended with ${code ?? signal}:\n${output}`);
      });
      // It ends one day.
      ended.catch(() => {});
      await Promise.race([untilHealthy(instance), ended]);
    },
    end: async (signal) => {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill(signal);
      await ended;
    },
  };
  return instance;
}

async function untilHealthy({ port, output }: Instance): Promise<void> {
  let last = "no answer";
  for (const deadline = Date.now() + RECOVERY_MS_MAX; Date.now() < deadline; ) {
    const health = await fetch(`http://127.0.0.1:${port}/api/health`, {
      signal: AbortSignal.timeout(5_000),
    }).catch(() => null);
    if (health?.ok) return void (await health.arrayBuffer());
    if (health) last = await health.text().catch(() => "cut off");
    await sleep(50);
  }
  throw new Error(`an instance is not well after ${RECOVERY_MS_MAX} ms: ${last}\n${output()}`);
}
