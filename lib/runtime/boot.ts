import { join } from "node:path";
import type { Logger } from "pino";
import { openKeyUsage } from "@/lib/api-keys/usage/usage";
import { openIndexing } from "@/lib/audit/indexing/jobs";
import { openAuditLog } from "@/lib/audit/log";
import { openStreaming } from "@/lib/audit/outlets/jobs";
import { openOutlets } from "@/lib/audit/outlets/open";
import { beginOutlets } from "@/lib/audit/outlets/service";
import type { Actor } from "@/lib/authorization/actor";
import { openEncryption } from "@/lib/backup/encryption";
import { type Ctx, requestContext, type Services } from "@/lib/context";
import { closeDatabase, type DatabaseAddress, openDatabase, type Pool } from "@/lib/db/client";
import { startEmbedded } from "@/lib/db/embedded/supervisor";
import { applyMigrations } from "@/lib/db/migrate";
import { watchDatabase } from "@/lib/db/watch";
import { migrateQueue } from "@/lib/jobs/runner";
import { openKeyring } from "@/lib/keys/keyring";
import { keySource, loadMasterKeys } from "@/lib/keys/source";
import { hasKeys } from "@/lib/keys/store";
import { freshenSources } from "@/lib/managers/references/freshen";
import { openEgress } from "@/lib/net/egress";
import { openMailer } from "@/lib/net/mail";
import { ensureOrganisation } from "@/lib/organisation/service";
import { newId } from "@/lib/platform/ids";
import { openLog } from "@/lib/platform/log";
import { type Environment, readSettings, type Settings, settingWarnings } from "@/lib/platform/settings";
import { openPoolUsage } from "@/lib/pools/usage/usage";
import { ensureBuiltIns } from "@/lib/projects/service";
import { holdChange } from "@/lib/requests/holding/service";
import { holdWrites } from "@/lib/requests/secrets/service";
import { openSeals } from "@/lib/seals/seals";
import { sealDatabase } from "@/lib/seals/service";
import { openTamperReport } from "@/lib/seals/tampering";
import { checksWith } from "./backup-checks";
import { Closers } from "./closers";
import { checkDatabase } from "./database-check";
import { publishRuntime, type Runtime } from "./registry";
import { SECRET_USERS } from "./secret-users";

/** Of the connections that an instance may have, those that no request gets. */
const WATCH_CONNECTIONS = 1;

/** A started program without its HTTP side. */
export interface Booted {
  readonly runtime: Runtime;
  /** Flushes the audit log, then closes the database, then stops an embedded one. Never throws; works once. */
  stop(): Promise<void>;
}

export interface BootOptions {
  readonly env: Environment;
  /** Folder of the checkout: the migrations are there. */
  readonly root: string;
  readonly settings: Settings;
  readonly log: Logger;
}

/**
 * Opens everything that use cases need and publishes it as the runtime. What was opened is closed again when a later
 * step fails, and the Error that comes out is one line to act on.
 */
export async function boot({ env, root, settings, log }: BootOptions): Promise<Booted> {
  const closers = new Closers(log);
  try {
    if (settings.backup) await openEncryption(settings.backup.recipients);
    const address = await databaseAddress(settings, log, closers);
    const opened = openDatabase(
      address,
      (error) => log.warn({ err: error }, "a database connection was lost"),
      settings.databaseConnections - WATCH_CONNECTIONS,
    );
    closers.add("database", () => closeDatabase(opened));
    await checkDatabase(opened.pool, settings.databaseUrl);
    const watch = watchDatabase({
      pool: opened.pool,
      onChange: (absence) =>
        absence === null
          ? log.info("the database is there again")
          : log.warn({ absence }, "the database is away: what needs it is refused until it is there again"),
    });
    closers.add("watch over the database", () => watch.close());
    const applied = await applyMigrations(opened.pool, join(root, "prisma", "migrations"));
    if (applied.length > 0) log.info({ migrations: applied }, "migrations applied");
    await migrateQueue(opened.pool);
    const databaseIsEmpty = !(await hasKeys(opened.pool));
    const masterKeys = await loadMasterKeys(env, settings.dataDir, { databaseIsEmpty });
    const reload = () => loadMasterKeys(env, settings.dataDir, { databaseIsEmpty: false });
    const keys = await openKeyring({ ...opened, masterKeys, now, reload, source: keySource(env) });
    const audit = openAuditLog({
      pool: opened.pool,
      key: keys.derive("audit"),
      onRolledBack: (error) =>
        log.error({ err: error }, "the audit log was set back: nothing is done any more"),
      onAppended: onAppended(opened.pool, settings),
    });
    closers.add("audit log", () => audit.close());
    const report = openTamperReport({ audit, log, now });
    const seals = openSeals(keys.derive("rows"), report);
    const usage = openKeyUsage({ pool: opened.pool, log });
    closers.add("last use of API keys", () => usage.close());
    const pools = openPoolUsage({ pool: opened.pool, log });
    closers.add("use of pools", () => pools.close());
    const egress = openEgress();
    closers.add("connections to endpoints", async () => egress.close());
    const mail =
      settings.mail &&
      openMailer(settings.mail, (error) => log.warn({ err: error }, "a mail did not go out"));
    const outlets = openOutlets(settings.audit, {
      egress,
      mail,
      host: new URL(settings.origin).hostname,
      stdout: process.stdout,
      onFailure: (name, reason) => log.warn({ stream: name, reason }, "the audit log was not sent on"),
    });
    const singleSignOn = settings.singleSignOn?.rules ?? null;
    const services: Services = {
      ...opened,
      keys,
      seals,
      audit,
      retention: settings.retention,
      projectKeyDays: settings.projectKeyDays,
      outlets,
      backups: {
        settings: settings.backup,
        // The environment has no key any more, and the file may have a newer one.
        checks: async () =>
          checksWith(
            [
              masterKeys,
              ...(await reload().then(
                (found) => [found],
                () => [],
              )),
            ],
            root,
          ),
        onFailure: (reason) => log.error({ reason }, "a backup failed"),
      },
      usage,
      pools,
      egress,
      mail,
      origin: settings.origin,
      now,
      singleSignOn,
      secretUsers: SECRET_USERS,
      freshen: freshenSources,
      hold: { secrets: holdWrites, other: holdChange },
    };
    const { statementTimes } = opened.pool;
    // Migrations, and what is done once at a start.
    statementTimes.reset();
    const runtime: Runtime = { settings, root, log, services, instanceId: newId(), statementTimes };
    const ctx = contextOf(services, { kind: "job", name: "start" });
    const sealed = await sealDatabase(ctx);
    if (sealed !== null) log.info({ rows: sealed }, "rows sealed");
    await ensureOrganisation(ctx);
    await ensureBuiltIns(ctx);
    await beginOutlets(ctx);
    publishRuntime(runtime);
    return { runtime, stop: () => closers.closeAll() };
  } catch (error) {
    await closers.closeAll();
    throw error;
  }
}

/**
 * Boots for an operator's command at the shell: beside a running server or without one. What is probably not meant
 * goes to `warn` in lines for people, and the log to standard error, so that standard output is the command's own. Throws an Error of one line per error.
 */
export async function bootForAdmin(
  env: Environment,
  root: string,
  warn = (text: string) => void process.stderr.write(text),
): Promise<Booted> {
  const settings = readSettings(env);
  const log = openLog({ logLevel: settings.logLevel === "debug" ? "debug" : "warn" }, process.stderr);
  for (const warning of settingWarnings(env, settings)) warn(`Warning: ${warning}.\n`);
  return boot({ env, root, settings, log });
}

/** What has to follow whenever events were appended. */
function onAppended(pool: Pool, { audit: { stdout, syslog, webhook } }: Settings): (seq: number) => void {
  const index = openIndexing(pool);
  const isStreamed = stdout !== null || syslog !== null || webhook !== null;
  const stream = isStreamed ? openStreaming(pool) : () => {};
  return (seq) => {
    index(seq);
    stream();
  };
}

/** A context for what no request asked for: the program's own work, and an operator's commands. */
export function contextOf(services: Services, actor: Actor): Ctx {
  return requestContext(services, { actor, request: { id: newId(), ip: null, userAgent: null } });
}

const now = (): Date => new Date();

/** Where the database is; an embedded one is started, and made if there is none. */
export async function databaseAddress(
  settings: Settings,
  log: Logger,
  closers: Closers,
): Promise<DatabaseAddress> {
  if (settings.databaseUrl) return { url: settings.databaseUrl };
  const embedded = await startEmbedded({ dataDir: settings.dataDir, log });
  closers.add("embedded database", () => embedded.stop());
  return embedded.address;
}
