import { closeDatabase, type DatabaseAddress, type Db, openDatabase, type Pool } from "@/lib/db/client";
import { runningEmbedded } from "@/lib/db/embedded/supervisor";
import { sqlOn } from "@/lib/db/sql";
import { type Keyring, openKeyring } from "@/lib/keys/keyring";
import { loadMasterKeys } from "@/lib/keys/source";
import { activeMasterKeyId, hasKeys } from "@/lib/keys/store";
import type { Environment, Settings } from "@/lib/platform/settings";

/** A database that was opened to be looked at, in transactions that can change nothing. */
export interface Inspection {
  readonly db: Db;
  readonly pool: Pool;
}

/** What the check for a pooler takes at once. */
const CONNECTIONS = 3;

/**
 * Where the database can be looked at. An embedded one only while it runs, else null: its start and its stop write. Changes
 * nothing. Rejects when the data directory cannot be read.
 */
export async function databaseToInspect(settings: Settings): Promise<DatabaseAddress | null> {
  return settings.databaseUrl ? { url: settings.databaseUrl } : runningEmbedded(settings.dataDir);
}

/** Opens the database for as long as `work` runs. Migrates and makes nothing; what `work` asks of it cannot either. */
export async function inspect<T>(
  address: DatabaseAddress,
  work: (found: Inspection) => Promise<T>,
): Promise<T> {
  const opened = openDatabase(address, () => {}, CONNECTIONS, { isReadOnly: true });
  try {
    return await work(opened);
  } finally {
    await closeDatabase(opened);
  }
}

/**
 * Opens the keys of a database whose migrations are all applied. Null before the first start; then none is made. Rejects
 * when the master key cannot be read, or is another one.
 */
export async function keysOf(found: Inspection, env: Environment, dataDir: string): Promise<Keyring | null> {
  if (!(await hasKeys(found.pool))) return null;
  const masterKeys = await loadMasterKeys(env, dataDir, { databaseIsEmpty: false });
  return openKeyring({ ...found, masterKeys, now: () => new Date() });
}

/** The id of the master key that the database needs; null when it has no keys yet, or cannot be asked. */
export async function neededMasterKey(settings: Settings): Promise<string | null> {
  try {
    const address = await databaseToInspect(settings);
    return address && (await inspect(address, ({ pool }) => activeMasterKeyId(sqlOn(pool))));
  } catch {
    return null;
  }
}
