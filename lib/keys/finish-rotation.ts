import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import { readKeyFile } from "./key-file";
import { adoptNextKeyFile, hasNextKeyFile } from "./key-file-rotation";
import { withRotationLock } from "./rotation-lock";
import { type Environment, nextKeyFilePath } from "./source";
import { activeMasterKeyId } from "./store";

/**
 * What is left of a rotation of our own key file: `none`; `finished`, when the database was under the new key already
 * and the file has now followed; `open`, when the new key is only prepared; `running`, when another process is at it.
 */
export type RotationState = "none" | "finished" | "open" | "running";

/** The same for an instance that runs: its key file follows a rotation on another host, where the next key was copied here. */
export async function followRotation(pool: Pool, dataDir: string): Promise<void> {
  const next = await readKeyFile(nextKeyFilePath(dataDir));
  if (next && next.id === (await activeMasterKeyId(sqlOn(pool)))) await finishRotation(pool, {}, dataDir);
}

/** Finishes a rotation that was killed after its commit, and says how it stands. For the start of the server. */
export async function finishRotation(pool: Pool, env: Environment, dataDir: string): Promise<RotationState> {
  if (!(await hasNextKeyFile(env, dataDir))) return "none";
  const finished = await withRotationLock(pool, async () => {
    const activeId = await activeMasterKeyId(sqlOn(pool));
    return activeId !== null && adoptNextKeyFile(env, dataDir, activeId);
  });
  if (finished === null) return "running";
  return finished ? "finished" : "open";
}
