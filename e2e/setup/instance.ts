import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePort } from "@/test/free-port";
import { dropDatabase, runSql, urlOf, withDatabase } from "@/test/server";
import { addressOf } from "./database";

const root = resolve(import.meta.dirname, "../..");
const READY_MS_MAX = 120_000;
/** As whom the program uses its embedded server. */
const OWN_ROLE = "strongroom";
const NOT_INHERITED =
  /^(STRONGROOM_.*|DATABASE_URL|PORT|HOST|NODE_ENV|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|NEXTAUTH_.*|FORCE_COLOR)$/;

/** The environment that a process on an instance runs with. */
export type InstanceEnv = Readonly<Record<string, string>> & { readonly NODE_ENV: "production" };

/** The built program as a process, on a data directory and a database of its own. */
export interface Instance {
  /** Without a trailing slash. */
  readonly origin: string;
  /** With this environment an operator's command works on the same instance. */
  readonly env: InstanceEnv;
  /** All that it wrote so far, to both outputs. */
  output(): string;
  /** The link that makes the first Owner. Throws when it printed none. */
  setupLink(): string;
  /** Stops it in good order; the data stay. */
  halt(): Promise<void>;
  /** Starts it again after `halt`, at the same address. */
  resume(): Promise<void>;
  /** Stops it and removes all that it had. */
  remove(): Promise<void>;
}

/**
 * Starts the built program: on a new database of TEST_DATABASE_URL where that is set or of the embedded server that
 * `beside` has, else on an embedded one of its own. `settings` are added to its environment.
 */
export async function startInstance(
  settings: Readonly<Record<string, string>> = {},
  beside: InstanceEnv | null = null,
): Promise<Instance> {
  const dataDir = mkdtempSync(join(tmpdir(), "strongroom-e2e-"));
  const database = await newDatabase(beside);
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const env: InstanceEnv = {
    ...inherited(),
    NODE_ENV: "production",
    PORT: String(port),
    STRONGROOM_DATA_DIR: dataDir,
    STRONGROOM_LOG_LEVEL: "warn",
    ...(database && { DATABASE_URL: database.url }),
    ...settings,
  };
  let output = "";
  let child: ChildProcess | null = null;
  const resume = async () => {
    child = spawn(process.execPath, ["server.mjs"], { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
    await untilReady(child, origin, () => output);
  };
  const halt = async () => {
    if (child) await end(child);
    child = null;
  };
  const remove = async () => {
    await halt();
    await database?.drop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  await resume().catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  return { origin, env, output: () => output, setupLink: () => setupLinkIn(output), halt, resume, remove };
}

function inherited(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !NOT_INHERITED.test(entry[0]),
  );
  return Object.fromEntries(kept);
}

async function newDatabase(
  beside: InstanceEnv | null,
): Promise<{ readonly url: string; drop(): Promise<void> } | null> {
  const input = process.env.TEST_DATABASE_URL;
  const server = input ? { url: input } : beside && addressOf(beside);
  if (!server) return null;
  const name = `strongroom_e2e_${randomBytes(6).toString("hex")}`;
  await runSql(server, `CREATE DATABASE ${name} ${input ? "" : `OWNER ${OWN_ROLE}`}`);
  const address = withDatabase("url" in server ? server : { ...server, user: OWN_ROLE }, name);
  return { url: urlOf(address), drop: () => dropDatabase(server, name) };
}

async function untilReady(child: ChildProcess, origin: string, output: () => string): Promise<void> {
  const deadline = Date.now() + READY_MS_MAX;
  while (Date.now() < deadline && child.exitCode === null) {
    const health = await fetch(`${origin}/api/health`).catch(() => null);
    if (health?.ok && output().includes("Strongroom is ready")) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  child.kill("SIGKILL");
  throw new Error(`the program did not get ready:\n${output()}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  await exit;
}

function setupLinkIn(output: string): string {
  const link = /^\s*(http\S+\/setup\?token=\S+)$/m.exec(output)?.[1];
  if (!link) throw new Error(`no set-up link was printed:\n${output}`);
  return link;
}
