import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { counted } from "@/lib/counted";
import { shownKeyId } from "@/lib/crypto/master-key";
import { loadRotationKeys } from "@/lib/keys/key-file-rotation";
import { aloneWithKeys, rotateEverywhere } from "@/lib/keys/rotating/service";
import { keepsOwnKeyFile, nextKeyFilePath } from "@/lib/keys/source";
import type { Environment } from "@/lib/platform/settings";
import type { Answer } from "../shell";

/** Instances look for a new key every ten seconds. */
const PATIENCE_MS = 30_000;

/** Puts the database under a new master key. Started again after an interruption, it goes on where it was. */
export async function rotateKey(
  ctx: Ctx,
  env: Environment,
  dataDir: string,
  patienceMs = PATIENCE_MS,
): Promise<Answer> {
  const rotation = await rotateEverywhere(ctx, { env, dataDir }, patienceMs);
  const id = shownKeyId(rotation.masterKeyId);
  const projects = counted(rotation.projectKeyCount, "project key");
  return {
    data: { ...rotation },
    lines: rotation.isChanged
      ? [
          `The database is now under master key ${id}; ${projects} rewrapped, no secret touched.`,
          ...afterwards(env),
        ]
      : [`The database was already under master key ${id}.`],
  };
}

/** Makes the next master key without using it, so that it can be copied to other hosts and into a backup first. */
export async function prepareKey(ctx: Ctx, env: Environment, dataDir: string): Promise<Answer> {
  await authorize(ctx, "masterKey.rotate", null);
  if (!keepsOwnKeyFile(env)) {
    throw new Error(
      "the master key is in a setting: give every instance both keys, then run master-key rotate",
    );
  }
  const { current } = await aloneWithKeys(ctx, () => loadRotationKeys(env, dataDir));
  if (current.id === ctx.keys.masterKeyId) {
    throw new Error("the last rotation was interrupted: run master-key rotate, which finishes it");
  }
  const file = nextKeyFilePath(dataDir);
  return {
    data: { masterKeyId: current.id, file },
    lines: [
      `The next master key is ${shownKeyId(current.id)}, in ${file}. It is not in use yet.`,
      "Copy the file into the data directory of every other instance and into your backup, then run master-key rotate.",
    ],
  };
}

function afterwards(env: Environment): readonly string[] {
  const old = "Back up the new key. Keep the old one as long as you keep backups made under it";
  return keepsOwnKeyFile(env)
    ? [`${old}: it is in a file master.key.retired-….`]
    : [`${old}.`, "Take STRONGROOM_MASTER_KEY_PREVIOUS away from every instance at its next start."];
}
