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
export interface RotationInput {
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
  { env, dataDir }: RotationInput,
  patienceMs: number,
  selfId: string | null = null,
): Promise<Rotation> {
  await authorize(ctx, "masterKey.rotate", null);
  return aloneWithKeys(ctx, async () => {
    const keys = await loadRotationKeys(env, dataDir);
    if ((await activeMasterKeyId(sqlOn(ctx.pool))) !== keys.current.id)
      await requireEverywhere(ctx, keys.current.id, { patienceMs, selfId, isOwnFile: keepsOwnKeyFile(env) });
    const done = await rotateMasterKey(ctx, keys);
    await adoptNextKeyFile(env, dataDir, done.masterKeyId);
    return done;
  });
}

/** Instances that share the data directory hold a new key within ten seconds. */
const PATIENCE_MS = 15_000;

/** The same for an Owner who is at no shell, on the instance `selfId`. Throws `conflict` where the key is not in a file of its own. */
export async function rotateOwnFile(ctx: Ctx, dataDir: string, selfId: string): Promise<Rotation> {
  await authorize(ctx, "masterKey.rotate", null);
  if (ctx.keys.source !== "ownFile")
    throw new AppError("conflict", "The master key comes from a setting: rotate it at the shell.");
  return rotateEverywhere(ctx, { env: {}, dataDir }, PATIENCE_MS, selfId);
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

interface Waiting {
  readonly patienceMs: number;
  /** The instance that this runs in, if it is one. */
  readonly selfId: string | null;
  readonly isOwnFile: boolean;
}

async function requireEverywhere(
  ctx: Ctx,
  masterKeyId: string,
  { patienceMs, selfId, isOwnFile }: Waiting,
): Promise<void> {
  const end = performance.now() + patienceMs;
  // This very instance need not wait for what it says of itself.
  const isHeldHere = selfId !== null && (await ctx.keys.heldMasterKeyIds()).includes(masterKeyId);
  const find = async () =>
    (await instancesWithout(ctx, masterKeyId)).filter(({ id }) => !(isHeldHere && id === selfId));
  let lacking = await find();
  while (lacking.length > 0 && performance.now() < end) {
    await wait(ASKED_EVERY_MS);
    lacking = await find();
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
