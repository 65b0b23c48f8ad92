import { createServer, type Server } from "node:http";
import type { Logger } from "pino";
import { openMachineApi } from "@/lib/api/app";
import { reportMismatch } from "@/lib/audit/outlets/witness-check";
import { openHeartbeat } from "@/lib/instances/heartbeat";
import { startJobs } from "@/lib/jobs/runner";
import { finishRotation, followRotation } from "@/lib/keys/finish-rotation";
import { setupIsOpen, setupToken } from "@/lib/people/setup";
import { AUDIT_SECRET_NAMES } from "@/lib/platform/audit-settings";
import { BACKUP_SECRET_NAMES } from "@/lib/platform/backup-settings";
import { openLog } from "@/lib/platform/log";
import { type Environment, readSettings, type Settings, settingWarnings } from "@/lib/platform/settings";
import { TRACE_SECRET_NAME } from "@/lib/platform/trace-settings";
import { openTracing } from "@/lib/tracing/tracing";
import { createGateway, type GatewayOptions, type Handler, type MachineHandler } from "@/lib/web/gateway";
import { readPagePatterns } from "@/lib/web/page-patterns";
import { type Booted, boot, contextOf } from "./boot";
import { Closers } from "./closers";
import { logConsole } from "./console";
import { databaseHealth } from "./health";
import { drain, listen, makeServer } from "./http";
import { JOBS } from "./jobs";
import { openMetricsEndpoint } from "./metrics-server";
import { failLoudly, onStopSignal } from "./process";
import type { Runtime } from "./registry";

/** The part of Next's programmatic interface that is used here. */
export interface NextApp {
  prepare(): Promise<void>;
  getRequestHandler(): Handler;
  close(): Promise<void>;
}

export interface NextOptions {
  readonly dev: boolean;
  readonly dir: string;
  readonly hostname: string;
  readonly port: number;
  /** Next listens here for upgrades. */
  readonly httpServer: Server;
}

export interface ServeOptions {
  readonly env: Environment;
  readonly root: string;
  readonly mode: "production" | "development";
  readonly makeNext: (options: NextOptions) => NextApp;
}

/** Where the program is: what health and every request go by. */
interface State {
  stage: "starting" | "ready" | "stopping";
  inner: Handler | null;
  machines: MachineHandler | null;
  databaseHealth: () => Promise<string | null>;
}

/** Runs the whole program until a signal stops it. On failure it prints one line per error and exits with code 1. */
export async function serve(options: ServeOptions): Promise<void> {
  const debug = options.env.STRONGROOM_LOG_LEVEL === "debug";
  try {
    const settings = readSettings(options.env);
    const log = openLog(settings);
    if (options.mode === "production") logConsole(log);
    for (const warning of settingWarnings(options.env, settings)) log.warn(warning);
    await start(options, settings, log);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const lines = debug && error instanceof Error && error.stack ? error.stack : message;
    process.stderr.write(`${lines.replace(/^/gm, "strongroom: ")}\n`, () => process.exit(1));
  }
}

async function start(options: ServeOptions, settings: Settings, log: Logger): Promise<void> {
  const closers = new Closers(log);
  const state: State = { stage: "starting", inner: null, machines: null, databaseHealth: async () => null };
  const stop = async (): Promise<void> => {
    state.stage = "stopping";
    await closers.closeAll();
  };
  failLoudly(log, stop);
  try {
    const metrics = await openMetricsEndpoint(settings, closers);
    const patternOf = settings.traces ? await readPagePatterns(options.root) : undefined;
    const server = httpServer(options, settings, log, state, { metrics: metrics.handler, patternOf });
    await listen(server, settings);
    closers.add("web server", () => drain(server));
    onStopSignal(log, stop);
    const booted = await bootForServing(options, settings, log, closers);
    if (settings.traces) {
      const { instanceId } = booted.runtime;
      const tracing = openTracing({ settings: settings.traces, instanceId, log });
      closers.add("traces", tracing.close);
    }
    await metrics.begin(booted.runtime);
    const dataDir = settings.databaseUrl ? null : settings.dataDir;
    state.databaseHealth = databaseHealth({ ...booted.runtime.services, dataDir });
    const machines = openMachineApi(booted.runtime);
    state.machines = machines.handle;
    await startRunningJobs(booted.runtime, log, closers);
    state.inner = await startNext(options, settings, server, closers);
    // What answers requests under way is needed until the last of them is answered; streams have to be ended for that.
    closers.add("web server", () => drain(server));
    closers.add("streams of changes", machines.close);
    const welcome = await welcomeText(booted.runtime);
    // Nothing that can fail comes after this: whoever is told "ready" may count on the program going on.
    state.stage = "ready";
    process.stdout.write(welcome);
  } catch (error) {
    await stop();
    throw error;
  }
}

function httpServer(
  options: ServeOptions,
  settings: Settings,
  log: Logger,
  state: State,
  watched: Pick<GatewayOptions, "metrics" | "patternOf">,
): Server {
  const gateway = createGateway({
    settings,
    mode: options.mode,
    log,
    health: async () => (state.stage === "ready" ? state.databaseHealth() : `the program is ${state.stage}`),
    inner: () => state.inner,
    machines: () => state.machines,
    ...watched,
  });
  return makeServer(settings, options.mode, (req, res) => {
    if (state.stage === "stopping") res.setHeader("Connection", "close");
    gateway(req, res);
  });
}

async function bootForServing(
  { env, root }: ServeOptions,
  settings: Settings,
  log: Logger,
  closers: Closers,
): Promise<Booted> {
  const booted = await boot({ env, root, settings, log });
  closers.add("program", booted.stop);
  const { pool, keys, audit } = booted.runtime.services;
  const masterKeyIds = async () => {
    if (keys.source === "ownFile") await followRotation(pool, settings.dataDir).catch(() => {});
    return keys.heldMasterKeyIds();
  };
  const heartbeat = await openHeartbeat({ pool, log, id: booted.runtime.instanceId, masterKeyIds });
  closers.add("heartbeat", heartbeat.close);
  const rotation = await finishRotation(pool, env, settings.dataDir);
  if (rotation === "finished") log.info("an interrupted rotation of the master key was finished");
  if (rotation === "open") log.warn("master.key.next is not in use: run master-key rotate, or delete it");
  // Read when Next starts, and nothing of it is in the build: so every instance on this database has the same one.
  process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY = keys.derive("actions").toString("base64");
  process.env.NEXTAUTH_URL = settings.origin;
  // Nothing of this program calls home.
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  // Whatever is started from here on has no business with these.
  delete process.env.STRONGROOM_MASTER_KEY;
  delete process.env.STRONGROOM_MASTER_KEY_PREVIOUS;
  delete process.env.STRONGROOM_OIDC_CLIENT_SECRET;
  delete process.env.STRONGROOM_METRICS_TOKEN;
  delete process.env[TRACE_SECRET_NAME];
  for (const name of [...AUDIT_SECRET_NAMES, ...BACKUP_SECRET_NAMES]) delete process.env[name];
  await audit.record(contextOf(booted.runtime.services, { kind: "job", name: "start" }), [
    { action: "instance.started" },
  ]);
  await reportMismatch(contextOf(booted.runtime.services, { kind: "job", name: "start" }), log);
  return booted;
}

async function startRunningJobs({ services }: Runtime, log: Logger, closers: Closers): Promise<void> {
  const contextFor = (name: string) => contextOf(services, { kind: "job", name });
  const runner = await startJobs({ pool: services.pool, log, jobs: JOBS, contextFor });
  closers.add("jobs", () => runner.close());
}

async function startNext(
  { root, mode, makeNext }: ServeOptions,
  settings: Settings,
  server: Server,
  closers: Closers,
): Promise<Handler> {
  // In production nothing here speaks WebSocket: Next gets a server that never listens, so never has an upgrade.
  const httpServer = mode === "development" ? server : createServer();
  const next = makeNext({
    dev: mode === "development",
    dir: root,
    hostname: settings.host,
    port: settings.port,
    httpServer,
  });
  await next.prepare();
  closers.add("pages", () => next.close());
  return next.getRequestHandler();
}

/** What tells the person at the terminal where to go; while nobody is an Owner, with the link that makes one. */
async function welcomeText({ settings, services }: Runtime): Promise<string> {
  const { db, keys } = services;
  const lines = [`Strongroom is ready at ${settings.origin}`];
  if (await setupIsOpen(db)) {
    lines.push("Nobody owns it yet. This link makes the first Owner, once:");
    lines.push(`  ${settings.origin}/setup?token=${setupToken(keys)}`);
  }
  return `${lines.join("\n")}\n`;
}
