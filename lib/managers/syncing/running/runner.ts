import { createHmac } from "node:crypto";
import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { inSqlTransaction } from "@/lib/db/transaction";
import { AppError, isAppError } from "@/lib/platform/app-error";
import { inParallel } from "@/lib/platform/in-parallel";
import { currentSeq } from "@/lib/secrets/change-stream/service";
import { openManager } from "../../connections/opening";
import { findOpenable } from "../../connections/store";
import type { ManagerClient } from "../../kinds/kind";
import { isManagerError } from "../../kinds/manager-error";
import { eventOf } from "../events";
import { topOf } from "../model";
import * as store from "../store";
import { foreignEntry, type PathOutcome, type Run, syncPath } from "./path";
import { type PathTargets, targetsOf } from "./targets";

/** How long a sync belongs to whoever took it, from what they did last. */
const CLAIM_MS = 2 * 60_000;
/** After that, it is looked again whether somebody changed something there. */
const LOOK_AGAIN_MS = 60 * 60_000;
/** How long after each failure in a row it is tried again; after the last one, as often as that. */
const RETRY_AFTER_SECONDS = [30, 60, 5 * 60, 15 * 60, 30 * 60, 60 * 60];
/** A call of `runSyncs` ends after this, and the next one goes on. */
const RUN_MS_MAX = 5 * 60_000;
const PATHS_AT_ONCE = 20;
const CALLS_AT_ONCE = 4;
/** More of what others put there is not told. */
const FOREIGN_MAX = 1_000;

const EXTERNAL = "Its value lives in an external manager: what comes from one goes to none.";
const CREDENTIAL = "The external manager is signed in to with it.";

/** The sync was changed or removed, somebody else has it, or the program stops: the run is over. */
class RunOver extends Error {}

/** Works at syncs until none is due that nobody else works at. One that fails holds up no other. */
export async function runSyncs(ctx: Ctx, signal?: AbortSignal): Promise<void> {
  const end = performance.now() + RUN_MS_MAX;
  const isOver = () => signal?.aborted === true || performance.now() >= end;
  await store.makeChangedDue(ctx.pool, ctx.now());
  let fault: unknown = null;
  while (!isOver()) {
    const now = ctx.now();
    const row = await store.claimNext(ctx, now, new Date(now.getTime() + CLAIM_MS));
    if (!row) break;
    await work(ctx, row, isOver).catch((error: unknown) => {
      fault ??= error;
    });
  }
  if (fault !== null) throw fault;
}

async function work(ctx: Ctx, row: store.SyncRow, isOver: () => boolean): Promise<void> {
  try {
    await runSync(ctx, row, isOver);
  } catch (error) {
    if (error instanceof RunOver) return store.release(ctx.pool, row);
    await noteFailure(ctx, row, error);
  }
}

async function runSync(ctx: Ctx, row: store.SyncRow, isOver: () => boolean): Promise<void> {
  const { project, environment } = row;
  const seenSeq = await currentSeq(ctx);
  const permit = await authorize(ctx, "secret.list", { project, environment });
  const [manager] = await findOpenable(ctx, [row.managerId]);
  if (!manager) throw new AppError("conflict", "The external manager is not here any more.");
  const client = await openManager(ctx, manager);
  const key = ctx.keys.derive("sync");
  const hashOf = (path: string, field: string, value: string) =>
    createHmac("sha256", key)
      .update(JSON.stringify([row.id, path, field, value]))
      .digest("base64url");
  const run: Run = { ctx, row, client, permit, hashOf };
  const secrets = await store.listSecrets(ctx, permit);
  const known = await store.listEntries(ctx.pool, row.id);
  const refusalOf = ({ id, isExternal }: store.SyncedSecret) => {
    if (isExternal) return EXTERNAL;
    return id === manager.credentialId ? CREDENTIAL : null;
  };
  const paths = targetsOf(row, secrets, known, refusalOf);
  let [written, removed] = [0, 0];
  for (let from = 0; from < paths.length; from += PATHS_AT_ONCE) {
    if (isOver()) throw new RunOver();
    const outcomes = await bringInStep(run, paths.slice(from, from + PATHS_AT_ONCE));
    for (const one of outcomes) [written, removed] = [written + one.written, removed + one.removed];
  }
  if (row.configuration.foreign === "warn") await noteForeign(run, client, paths);
  await noteDone(ctx, row, seenSeq, { written, removed });
}

/** Works at some paths and notes what came of them. What ends the run is thrown after what was done is noted. */
async function bringInStep(run: Run, paths: readonly PathTargets[]): Promise<PathOutcome[]> {
  const outcomes: PathOutcome[] = [];
  const ended = await inParallel(paths, CALLS_AT_ONCE, async (path) => {
    outcomes.push(await syncPath(run, path));
  }).then(
    () => null,
    (error: unknown) => ({ error }),
  );
  await note(
    run,
    outcomes.map(({ path }) => path),
    outcomes.flatMap(({ entries }) => entries),
  );
  if (ended) throw ended.error;
  return outcomes;
}

function note(
  { ctx, row }: Run,
  paths: readonly string[],
  entries: readonly store.KnownEntry[],
): Promise<void> {
  return inSqlTransaction(ctx, async (sql) => {
    const until = new Date(ctx.now().getTime() + CLAIM_MS);
    if (!(await store.keep(sql, row, until))) throw new RunOver();
    await store.replaceEntries(sql, row.id, paths, entries);
  });
}

/** Notes what others put below the path that is the sync's own. */
async function noteForeign(run: Run, client: ManagerClient, paths: readonly PathTargets[]): Promise<void> {
  const ours = new Set(
    paths.filter(({ targets, refused }) => targets.length + refused.length > 0).map(({ path }) => path),
  );
  const left = new Set(
    paths.filter(({ known }) => known.some(({ hash }) => hash !== null)).map(({ path }) => path),
  );
  const top = topOf(run.row.configuration, run.row);
  const found: string[] = [];
  const folders = [top];
  for (
    let folder = folders.shift();
    folder !== undefined && found.length < FOREIGN_MAX;
    folder = folders.shift()
  ) {
    for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
      const page: Awaited<ReturnType<ManagerClient["list"]>> = await client.list(folder, cursor);
      for (const { path, isFolder } of page.entries) {
        if (top !== "" && !path.startsWith(`${top}/`)) continue;
        if (isFolder) folders.push(path);
        else if (!ours.has(path) && !left.has(path)) found.push(path);
      }
      cursor = page.next;
    }
  }
  const foreign = found.slice(0, FOREIGN_MAX);
  const gone = paths.filter(({ path }) => !ours.has(path) && !left.has(path)).map(({ path }) => path);
  await note(
    run,
    [...new Set([...foreign, ...gone])],
    foreign.map((path) => foreignEntry(path, "")),
  );
}

async function noteDone(
  ctx: Ctx,
  row: store.SyncRow,
  seenSeq: number,
  { written, removed }: { readonly written: number; readonly removed: number },
): Promise<void> {
  const now = ctx.now();
  const drift = (await store.countEntries(ctx.pool, [row.id])).get(row.id)?.drift ?? 0;
  await inSqlTransaction(ctx, async (sql) => {
    const dueAt = new Date(now.getTime() + LOOK_AGAIN_MS);
    if (!(await store.endRun(sql, row, { dueAt, error: null, attempts: 0, seenSeq, doneAt: now }))) return;
    if (written + removed === 0 && row.attempts === 0) return;
    const detail = { written, removed, drift };
    await ctx.audit.append(sql, ctx, [eventOf(row, "sync.finished", detail)]);
  });
}

async function noteFailure(ctx: Ctx, row: store.SyncRow, failure: unknown): Promise<void> {
  const isTold = isManagerError(failure) || isAppError(failure);
  const told = isManagerError(failure) ? failure.message : isAppError(failure) ? failure.detail : null;
  const error = told ?? "It failed. The log of the program says why.";
  const last = RETRY_AFTER_SECONDS.length - 1;
  const seconds = RETRY_AFTER_SECONDS[Math.min(row.attempts, last)] ?? 0;
  const asked = isManagerError(failure) ? (failure.retryAfterSeconds ?? 0) : 0;
  const dueAt = new Date(ctx.now().getTime() + Math.max(seconds, asked) * 1_000);
  await inSqlTransaction(ctx, async (sql) => {
    const attempts = row.attempts + 1;
    if (!(await store.endRun(sql, row, { dueAt, error, attempts, seenSeq: null, doneAt: null }))) return;
    // The first of several in a row: the page tells how many.
    if (row.attempts === 0) await ctx.audit.append(sql, ctx, [eventOf(row, "sync.failed", { error })]);
  });
  if (!isTold) throw failure;
}
