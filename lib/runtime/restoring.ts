import type { Readable } from "node:stream";
import type { BackupSummary } from "@/lib/backup/model";
import { loadBackup, type OnRows, verifyBackup } from "@/lib/backup/service";
import { closeDatabase, openDatabase } from "@/lib/db/client";
import { backupChecks } from "./backup-checks";
import { type BootOptions, databaseAddress } from "./boot";
import { Closers } from "./closers";
import { checkDatabase } from "./database-check";

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
