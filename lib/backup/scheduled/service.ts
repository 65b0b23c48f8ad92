import type { Ctx } from "@/lib/context";
import { sqlOn } from "@/lib/db/sql";
import type { BackupSettings, Keep } from "@/lib/platform/backup-settings";
import { bucketStore } from "../bucket";
import { type BackupStore, folderStore } from "../folder";
import { backupNames, keptOf } from "../keeping";
import { dueAt } from "../schedule";
import { makeBackup } from "../service";
import * as store from "../store";

/** Whoever makes a backup says so this often. */
const BEAT_MS = 30_000;
/** Who said nothing for so long is gone. */
const GONE_MS = 150_000;
const REASON_LENGTH_MAX = 500;

/**
 * Makes a backup if one is due and nobody else does, has it proved, and deletes those that are kept no longer. What fails is on
 * record and tried again later; `signal` breaks it off, and then it is due again at once.
 */
export async function makeDueBackup(ctx: Ctx, signal?: AbortSignal): Promise<void> {
  const { settings, checks, onFailure } = ctx.backups;
  if (!settings) return;
  const sql = sqlOn(ctx.pool);
  const seen = await store.storedState(sql);
  const now = ctx.now();
  if ((dueAt(settings.schedule, seen) ?? now) > now) return;
  const until = () => new Date(ctx.now().getTime() + GONE_MS);
  if (!(await store.beginRun(sql, seen, now, until()))) return;
  const beat = setInterval(() => void store.moveRun(sql, now, until()).catch(() => {}), BEAT_MS);
  let made: store.StoredState["made"] = null;
  try {
    const files = await openStore(ctx, settings, signal);
    const names = backupNames(await store.instanceId(sql));
    await files.removeParts((name) => names.timeOf(name) !== null);
    if (seen.runningUntil && seen.startedAt) await removeUnproved(files, names, seen.startedAt);
    const target = files.newTarget(names.nameAt(now, settings.recipients.length > 0));
    const { bytes } = await makeBackup(ctx, target, await checks(), { signal });
    made = { at: now, file: target.name, bytes };
    await removeOld(files, names, target.name, settings.keep);
    await store.endRun(sql, now, made, null);
  } catch (error) {
    if (signal?.aborted && !made) return await store.moveRun(sql, now, ctx.now());
    const reason = reasonOf(error);
    onFailure(reason);
    await store.endRun(sql, now, made, reason);
    await ctx.audit.record(ctx, [{ action: "backup.failed", detail: { reason } }]);
  } finally {
    clearInterval(beat);
  }
}

type Names = ReturnType<typeof backupNames>;

function openStore(
  { egress }: Ctx,
  { destination, recipients }: BackupSettings,
  signal: AbortSignal | undefined,
): Promise<BackupStore> | BackupStore {
  if (typeof destination === "string") return folderStore(destination, recipients);
  return bucketStore(destination, egress, { recipients, signal });
}

/** One that was broken off may have its name already where it was written, and was not read again. */
async function removeUnproved(files: BackupStore, { nameAt }: Names, startedAt: Date): Promise<void> {
  const unproved = [nameAt(startedAt, false), nameAt(startedAt, true)];
  for (const name of await files.list()) if (unproved.includes(name)) await files.remove(name);
}

/** What was made just now stays whatever the clock said before. */
async function removeOld(
  files: BackupStore,
  { timeOf }: Names,
  made: string,
  keep: Keep | null,
): Promise<void> {
  if (!keep) return;
  const all = (await files.list()).flatMap((name) => {
    const at = timeOf(name);
    return at ? [{ name, at }] : [];
  });
  const kept = keptOf(all, keep).add(made);
  for (const { name } of all) if (!kept.has(name)) await files.remove(name);
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split("\n")[0] ?? "").slice(0, REASON_LENGTH_MAX);
}
