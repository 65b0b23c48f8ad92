import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { MasterKey } from "@/lib/crypto/master-key";
import { readKeyFile } from "@/lib/keys/key-file";

/** The master keys that were rotated away from here: what older backups need. */
export async function retiredMasterKeys(dataDir: string): Promise<readonly MasterKey[]> {
  const names = await readdir(dataDir).catch(() => []);
  const files = names.filter((name) => /^master\.key\.retired-[0-9a-f]+$/.test(name));
  const keys = await Promise.all(files.map((name) => readKeyFile(join(dataDir, name))));
  return keys.flatMap((key) => (key ? [key] : []));
}
