import { join } from "node:path";
import type { Readable } from "node:stream";
import type { BackupSummary } from "@/lib/backup/model";
import { type Checks, loadBackup, type OnRows, verifyBackup } from "@/lib/backup/service";
import { closeDatabase, openDatabase } from "@/lib/db/client";
import { loadMasterKeys } from "@/lib/keys/source";
import { type BootOptions, databaseAddress } from "./boot";
import { Closers } from "./closers";
import { checkDatabase } from "./database-check";

/** What backups are checked against on this host. The master key has to be there. */
export async function backupChecks({
  env,
  root,
  settings,
}: Pick<BootOptions, "env" | "root" | "settings">): Promise<Checks> {
  const masterKeys = await loadMasterKeys(env, settings.dataDir, { databaseIsEmpty: false });
  return { masterKeys, migrations: join(root, "prisma", "migrations") };
}

/**
 * Checks a backup, then makes the database of these settings from it, which has to be empty; an embedded one is made. The program
 * can be started on it afterwards. Throws an Error of one line, and then the database is as empty as before.
 */
export async function restoreDatabase(
  options: BootOptions,
  openFile: () => Readable,
  onRows: (done: number, of: number) => void,
): Promise<BackupSummary> {
  const { settings, log } = options;
  const checks = await backupChecks(options);
  const { rows } = await verifyBackup(openFile(), checks);
  const onLoaded: OnRows = (done) => onRows(done, rows);
  const closers = new Closers(log);
  try {
    const address = await databaseAddress(settings, log, closers);
    const opened = openDatabase(address, () => {}, settings.databaseConnections);
    closers.add("database", () => closeDatabase(opened));
    await checkDatabase(opened.pool, settings.databaseUrl);
    return await loadBackup(opened.pool, openFile(), checks, onLoaded);
  } finally {
    await closers.closeAll();
  }
}
