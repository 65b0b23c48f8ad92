import { readMigrationNames } from "@/lib/db/migration-files";
import { openBackupKeys } from "./keys";
import type { BackupHeader, Checks } from "./model";

/** Returns what checks a header: that this build knows what it is of, and that its keys open. Gives the key of the HMAC. */
export function headerCheck({ masterKeys, migrations }: Checks) {
  return async (header: BackupHeader): Promise<Buffer> => {
    const known = await readMigrationNames(migrations);
    const unknown = header.migrations.find((name) => !known.includes(name));
    if (unknown) {
      throw new Error(
        `the backup was made by a newer version of Strongroom (this build does not know its migration ${unknown}): use that version or a later one`,
      );
    }
    return openBackupKeys(header, masterKeys);
  };
}
