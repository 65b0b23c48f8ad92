import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { counted } from "@/lib/counted";
import { shownKeyId } from "@/lib/crypto/master-key";
import { adoptNextKeyFile, hasNextKeyFile, loadRotationKeys } from "@/lib/keys/key-file-rotation";
import { rotateMasterKey } from "@/lib/keys/rotate";
import { withRotationLock } from "@/lib/keys/rotation-lock";
import { keepsOwnKeyFile, nextKeyFilePath } from "@/lib/keys/source";
import type { Environment } from "@/lib/platform/settings";
import type { Answer } from "../shell";
import * as store from "../store";

/** Puts the database under a new master key. Started again after an interruption, it goes on where it was. */
export async function rotateKey(ctx: Ctx, env: Environment, dataDir: string): Promise<Answer> {
  await authorize(ctx, "masterKey.rotate", null);
  const rotation = await alone(ctx, async () => {
    await requireKeyEverywhere(ctx, env, dataDir);
    const done = await rotateMasterKey(ctx, await loadRotationKeys(env, dataDir));
    await adoptNextKeyFile(env, dataDir, done.masterKeyId);
    return done;
  });
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
  const { current } = await alone(ctx, () => loadRotationKeys(env, dataDir));
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

async function alone<T>(ctx: Ctx, work: () => Promise<T>): Promise<T> {
  const done = await withRotationLock(ctx.pool, async () => ({ value: await work() }));
  if (done) return done.value;
  throw new Error("another rotation of the master key is running: wait until it has ended");
}

/** An instance on another host cannot see our key file: after a rotation it would answer 503 until it gets the key. */
async function requireKeyEverywhere(ctx: Ctx, env: Environment, dataDir: string): Promise<void> {
  if (!keepsOwnKeyFile(env) || (await hasNextKeyFile(env, dataDir))) return;
  const hosts = await store.otherHosts(ctx.db);
  if (hosts.length === 0) return;
  throw new Error(
    `instances on ${hosts.join(", ")} use this database too: run master-key prepare, copy master.key.next to their data directories, then run master-key rotate`,
  );
}

function afterwards(env: Environment): readonly string[] {
  const old = "Back up the new key. Keep the old one as long as you keep backups made under it";
  return keepsOwnKeyFile(env)
    ? [`${old}: it is in a file master.key.retired-….`]
    : [`${old}.`, "Give every instance the new key and restart it, if it was not started with both keys."];
}
