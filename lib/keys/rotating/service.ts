import { setTimeout as wait } from "node:timers/promises";
import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { shownKeyId } from "@/lib/crypto/master-key";
import { sqlOn } from "@/lib/db/sql";
import type { Instance } from "@/lib/instances/model";
import { livingInstances } from "@/lib/instances/service";
import { AppError } from "@/lib/platform/app-error";
import { adoptNextKeyFile, loadRotationKeys } from "../key-file-rotation";
import { type Rotation, rotateMasterKey } from "../rotate";
import { withRotationLock } from "../rotation-lock";
import { type Environment, keepsOwnKeyFile } from "../source";
import { activeMasterKeyId } from "../store";

/** Where the master keys of this process are. */
export interface KeyPlace {
  readonly env: Environment;
  readonly dataDir: string;
}

const ASKED_EVERY_MS = 500;

/**
 * Puts the database under a new master key, once every running instance holds it: waits for that up to `patienceMs`. Started again after
 * an interruption, it goes on where it was, with the same key. Throws `conflict` with the instances that lack it; nothing is switched then.
 */
export async function rotateEverywhere(
  ctx: Ctx,
  { env, dataDir }: KeyPlace,
  patienceMs: number,
): Promise<Rotation> {
  await authorize(ctx, "masterKey.rotate", null);
  return aloneWithKeys(ctx, async () => {
    const keys = await loadRotationKeys(env, dataDir);
    if ((await activeMasterKeyId(sqlOn(ctx.pool))) !== keys.current.id)
      await requireEverywhere(ctx, keys.current.id, patienceMs, keepsOwnKeyFile(env));
    const done = await rotateMasterKey(ctx, keys);
    await adoptNextKeyFile(env, dataDir, done.masterKeyId);
    return done;
  });
}

/** Runs `work` while nobody else rotates the master key. */
export async function aloneWithKeys<T>(ctx: Ctx, work: () => Promise<T>): Promise<T> {
  const done = await withRotationLock(ctx.pool, async () => ({ value: await work() }));
  if (done) return done.value;
  throw new AppError("conflict", "another rotation of the master key is running: wait until it has ended");
}

/** The running instances that do not hold a master key yet. */
export async function instancesWithout(ctx: Pick<Ctx, "pool">, masterKeyId: string): Promise<Instance[]> {
  return (await livingInstances(ctx)).filter(({ masterKeyIds }) => !masterKeyIds.includes(masterKeyId));
}

/** What people call an instance. */
export function instanceName({ host, pid }: Pick<Instance, "host" | "pid">): string {
  return `${host} (process ${pid})`;
}

async function requireEverywhere(
  ctx: Ctx,
  masterKeyId: string,
  patienceMs: number,
  isOwnFile: boolean,
): Promise<void> {
  const end = performance.now() + patienceMs;
  let lacking = await instancesWithout(ctx, masterKeyId);
  while (lacking.length > 0 && performance.now() < end) {
    await wait(ASKED_EVERY_MS);
    lacking = await instancesWithout(ctx, masterKeyId);
  }
  if (lacking.length === 0) return;
  const names = lacking.map(instanceName).join(", ");
  const todo = isOwnFile
    ? "copy master.key.next from the data directory here into theirs, mode 0600"
    : "start them with the new key, and the one in use as STRONGROOM_MASTER_KEY_PREVIOUS";
  throw new AppError(
    "conflict",
    `Nothing was switched: ${names} ${lacking.length === 1 ? "does" : "do"} not have the new master key ${shownKeyId(masterKeyId)} yet. Instances look for it every 10 seconds: ${todo}, then rotate again.`,
  );
}
