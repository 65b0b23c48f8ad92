import { access } from "node:fs/promises";
import { join } from "node:path";
import { closeDatabase, type Db, openDatabase, type Pool } from "@/lib/db/client";
import { pendingMigrations } from "@/lib/db/migrate";
import { type Keyring, openKeyring } from "@/lib/keys/keyring";
import { loadMasterKeys } from "@/lib/keys/source";
import { hasKeys } from "@/lib/keys/store";
import type { BootOptions } from "./boot";
import { databaseAddress } from "./boot";
import { Closers } from "./closers";
import { checkDatabase } from "./database-check";

/** An instance that was opened to be looked at: nothing is migrated or made. */
export interface Inspection {
  readonly db: Db;
  readonly pool: Pool;
  /** Names of the migrations that the next start would apply. */
  readonly pending: readonly string[];
  /** Null while migrations are pending, or before the first start. */
  readonly keys: Keyring | null;
}

/**
 * Opens the database, and the keys if they can be read, for as long as `work` runs, and changes neither. An embedded
 * database is started for it, but never made. Throws an Error of one line.
 */
export async function inspect<T>(options: BootOptions, work: (found: Inspection) => Promise<T>): Promise<T> {
  const { env, root, settings, log } = options;
  const closers = new Closers(log);
  try {
    if (!settings.databaseUrl) await requireCluster(settings.dataDir);
    const address = await databaseAddress(settings, log, closers);
    const opened = openDatabase(address, () => {}, settings.databaseConnections);
    closers.add("database", () => closeDatabase(opened));
    await checkDatabase(opened.pool, settings.databaseUrl);
    const pending = await pendingMigrations(opened.pool, join(root, "prisma", "migrations"));
    const hasAny = pending.length === 0 && (await hasKeys(opened.pool));
    const load = () => loadMasterKeys(env, settings.dataDir, { databaseIsEmpty: false });
    const keys = hasAny
      ? await openKeyring({ ...opened, masterKeys: await load(), now: () => new Date() })
      : null;
    return await work({ ...opened, pending, keys });
  } finally {
    await closers.closeAll();
  }
}

async function requireCluster(dataDir: string): Promise<void> {
  const path = join(dataDir, "postgres", "PG_VERSION");
  await access(path).catch(() => {
    throw new Error(`there is no database in ${dataDir} yet: start the program once`);
  });
}
