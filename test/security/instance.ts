import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { findAccount } from "@/lib/accounts/store";
import { startSession } from "@/lib/auth/service";
import { sessionCookie } from "@/lib/auth/session";
import type { Role } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { createPerson } from "@/lib/people/service";
import { readSettings } from "@/lib/platform/settings";
import { type Booted, boot, contextOf } from "@/lib/runtime/boot";
import { afterwards } from "../afterwards";
import { newDatabase } from "../database";
import { freePort } from "../free-port";
import { sealing } from "../seals";
import { urlOf } from "../server";
import { type Answer, ask, type Question } from "./http";

/** Who asks: a signed-in person of each role, one who was suspended after signing in, and nobody. */
export const VISITORS = ["owner", "super_admin", "auditor", "member", "suspended", "nobody"] as const;
export type Visitor = (typeof VISITORS)[number];

/** The built program as a process of its own, and a way past it to its database and keys. */
export interface Instance {
  readonly port: number;
  readonly origin: string;
  readonly dataDir: string;
  readonly child: ChildProcess;
  /** As whoever runs the program: for arranging and looking, never for what a test is about. */
  readonly ctx: Ctx;
  output(): string;
  /** The headers with which a visitor's browser asks. */
  headersOf(visitor: Visitor): Record<string, string>;
  ask(visitor: Visitor, question: Question): Promise<Answer>;
  /** A new session of a person; what the cookie holds. */
  signIn(email: string): Promise<string>;
}

export const PASSWORD = "correct horse battery staple";

interface Options {
  /** `embedded`: in the data directory, for tests that look at files. Else on the server of all tests. */
  readonly database?: "embedded" | "server";
  readonly env?: Readonly<Record<string, string>>;
  /** False leaves the set-up page open. */
  readonly withPeople?: boolean;
}

/** Starts an instance for the calling test file, or for the one test that calls; gone after it. */
export async function startInstance(options: Options = {}): Promise<Instance> {
  const dataDir = mkdtempSync(join(tmpdir(), "strongroom-security-"));
  afterwards(() => rmSync(dataDir, { recursive: true, force: true }));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const env = {
    PORT: String(port),
    STRONGROOM_URL: origin,
    STRONGROOM_DATA_DIR: dataDir,
    STRONGROOM_LOG_LEVEL: "debug",
    ...(options.database === "embedded" || options.env?.DATABASE_URL
      ? {}
      : { DATABASE_URL: urlOf(await newDatabase()) }),
    ...options.env,
  };
  const { child, output } = await spawnProgram(env);
  const booted = await bootBeside(env);
  const { runtime } = booted;
  const ctx = contextOf(runtime.services, { kind: "operator", name: "test" });
  const cookie = (token: string) => `${sessionCookie(origin).name}=${token}`;
  const signIn = (email: string) => tokenFor(ctx, email);
  const cookies = options.withPeople === false ? new Map<Visitor, string>() : await people(ctx);
  const headersOf = (visitor: Visitor): Record<string, string> => {
    const token = cookies.get(visitor);
    return token === undefined ? {} : { cookie: cookie(token) };
  };
  return {
    port,
    origin,
    dataDir,
    child,
    ctx,
    output,
    signIn,
    headersOf,
    ask: (visitor, question) =>
      ask(port, { ...question, headers: { ...headersOf(visitor), ...question.headers } }),
  };
}

/** Starts the built program and waits until it answers. */
async function spawnProgram(env: Record<string, string>) {
  const { NODE_ENV: _, ...inherited } = process.env;
  const child = spawn(process.execPath, ["server.mjs"], {
    env: { ...inherited, NODE_ENV: "production", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exit = once(child, "exit");
  afterwards(async () => {
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), 30_000);
    await exit;
    clearTimeout(late);
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  for (const deadline = Date.now() + 120_000; ; ) {
    const health = await fetch(`http://127.0.0.1:${env.PORT}/api/health`).catch(() => null);
    if (health?.ok) return { child, output: () => output };
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`the program did not start:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Opens the same database with the same keys in this process. */
async function bootBeside(env: Record<string, string>): Promise<Booted> {
  const log = pino({ level: "silent" });
  const booted = await boot({ env, root: process.cwd(), settings: readSettings(env), log });
  afterwards(() => booted.stop());
  return booted;
}

async function people(ctx: Ctx): Promise<Map<Visitor, string>> {
  const roles: readonly (readonly [Visitor, Role])[] = [
    ["owner", "owner"],
    ["super_admin", "super_admin"],
    ["auditor", "auditor"],
    ["member", "member"],
    ["suspended", "owner"],
  ];
  const tokens = new Map<Visitor, string>();
  for (const [visitor, role] of roles) {
    const email = emailOf(visitor);
    await createPerson(ctx, { email, role, name: `Person ${visitor}`, password: PASSWORD });
    tokens.set(visitor, await tokenFor(ctx, email));
  }
  await sealing(
    ctx,
    "users",
    ctx.db.user.update({ where: { email: emailOf("suspended") }, data: { status: "suspended" } }),
  );
  return tokens;
}

async function tokenFor(ctx: Ctx, email: string): Promise<string> {
  const account = await findAccount(ctx.db, ctx.seals, { email });
  if (!account) throw new Error(`nobody has the address ${email}`);
  return (await startSession(ctx, account, ["password"])).token;
}

/** The address that a visitor's person signs in with. */
export function emailOf(visitor: Visitor): string {
  return `${visitor.replace("_", "-")}@example.com`;
}
