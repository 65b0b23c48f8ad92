import { join } from "node:path";
import type { Checks } from "@/lib/backup/model";
import type { MasterKeys } from "@/lib/crypto/master-key";
import { loadMasterKeys } from "@/lib/keys/source";
import type { Environment, Settings } from "@/lib/platform/settings";

interface Host {
  readonly env: Environment;
  readonly root: string;
  readonly settings: Settings;
}

/** What backups are checked against on this host. The master key has to be there. */
export async function backupChecks({ env, root, settings }: Host): Promise<Checks> {
  return checksWith([await loadMasterKeys(env, settings.dataDir, { databaseIsEmpty: false })], root);
}

export function checksWith(keys: readonly MasterKeys[], root: string): Checks {
  const masterKeys = keys.flatMap(({ current, previous }) => (previous ? [current, previous] : [current]));
  return { masterKeys, migrations: join(root, "prisma", "migrations") };
}
