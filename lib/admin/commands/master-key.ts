import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { shownKeyId } from "@/lib/crypto/master-key";
import { adoptNextKeyFile, loadRotationKeys } from "@/lib/keys/key-file-rotation";
import { rotateMasterKey } from "@/lib/keys/rotate";
import type { Environment } from "@/lib/platform/settings";
import type { Answer } from "../shell";

/** Puts the database under a new master key. Started again after an interruption, it goes on where it was. */
export async function rotateKey(ctx: Ctx, env: Environment, dataDir: string): Promise<Answer> {
  await authorize(ctx, "masterKey.rotate", null);
  const rotation = await rotateMasterKey(ctx, await loadRotationKeys(env, dataDir));
  await adoptNextKeyFile(env, dataDir);
  const id = shownKeyId(rotation.masterKeyId);
  const projects =
    rotation.projectKeyCount === 1 ? "1 project key" : `${rotation.projectKeyCount} project keys`;
  return {
    data: { ...rotation },
    lines: rotation.isChanged
      ? [
          `The database is under master key ${id} now; ${projects} rewrapped, no secret touched.`,
          ...AFTERWARDS,
        ]
      : [`The database was under master key ${id} already.`],
  };
}

const AFTERWARDS = [
  "Keep the old key as long as you keep backups made under it.",
  "Restart the instances that are running: those that were started with the old key cannot make projects.",
];
