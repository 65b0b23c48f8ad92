import type { Ctx } from "@/lib/context";
import { databaseFailure } from "@/lib/db/errors";
import { inSqlTransaction } from "@/lib/db/transaction";
import { openManagerById } from "@/lib/managers/connections/opening";
import { isManagerError } from "@/lib/managers/kinds/manager-error";
import { AppError, isAppError } from "@/lib/platform/app-error";
import { findAskerNow } from "@/lib/requests/asker";
import { eventOf } from "../events";
import * as store from "../store";
import { CLAIM_MS, ClaimLost, whileHeld } from "./claim";
import { findPaths, planSome } from "./reading";
import { ChangedMeanwhile, storeSome } from "./storing";

/** How long after each failure in a row an import is gone on with; after the last one it has failed, until somebody says so. */
const RETRY_AFTER_SECONDS = [5, 30, 2 * 60, 10 * 60, 30 * 60, 60 * 60];
/** A run ends after this, and the next one goes on. */
const RUN_MS_MAX = 5 * 60_000;

/** Works at imports until none is due that nobody else works at. One that fails holds up no other. */
export async function runImports(ctx: Ctx, signal?: AbortSignal): Promise<void> {
  const end = performance.now() + RUN_MS_MAX;
  const isOver = () => signal?.aborted === true || performance.now() >= end;
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

async function work(ctx: Ctx, row: store.ImportRow, isOver: () => boolean): Promise<void> {
  try {
    await goOn(ctx, row, isOver);
  } catch (error) {
    if (error instanceof ClaimLost) return;
    await noteFailure(ctx, row, error);
  }
}

async function goOn(ctx: Ctx, row: store.ImportRow, isOver: () => boolean): Promise<void> {
  const asker = await askerOf(ctx, row);
  const client = await openManagerById(asker, row.managerId);
  if (row.state === "reading") {
    if (!row.isListed) await findPaths(ctx, row, client);
    while (await planSome(asker, row, client)) if (isOver()) return store.release(ctx.pool, row);
    await planned(ctx, row);
    return;
  }
  while (await storeSome(asker, row, client)) if (isOver()) return store.release(ctx.pool, row);
  await end(ctx, row, "done", null);
}

/** Whoever asked, as they are now: what they may not do any more is not done for them. Nothing is said of where they are. */
async function askerOf(ctx: Ctx, row: store.ImportRow): Promise<Ctx> {
  const actor = await findAskerNow(ctx, row);
  if (!actor) throw new AppError("forbidden", `${row.requestedBy} is suspended, revoked or gone.`);
  return { ...ctx, actor, request: { id: ctx.request.id, ip: null, userAgent: null }, prefetched: null };
}

/** Everything is read: what was asked for without a preview goes on. */
async function planned(ctx: Ctx, row: store.ImportRow): Promise<void> {
  await whileHeld(ctx, row, async (sql) => {
    await store.refuseTwins(sql, row.id);
    const dueAt = row.goesOn ? ctx.now() : null;
    await store.move(sql, row, { state: row.goesOn ? "storing" : "planned", dueAt, isPlanned: true });
  });
}

async function end(ctx: Ctx, row: store.ImportRow, state: "done" | "failed", error: string | null) {
  const counts = (await store.countEntries(ctx.pool, [row.id])).get(row.id);
  const { created = 0, replaced = 0, same = 0, refused = 0, waiting = 0 } = counts ?? {};
  const detail = { created, replaced, same, refused, waiting, ...(error === null ? {} : { error }) };
  const action = state === "done" ? "import.finished" : "import.failed";
  await inSqlTransaction(ctx, async (sql) => {
    const now = ctx.now();
    if (!(await store.move(sql, row, { state, dueAt: null, endedAt: now, error }))) return;
    await ctx.audit.append(sql, ctx, [eventOf(row, action, detail)]);
  });
}

/** Tries again what may pass by itself; what does not ends the import, until somebody has it gone on with. */
async function noteFailure(ctx: Ctx, row: store.ImportRow, failure: unknown): Promise<void> {
  const attempts = (await store.findImport(ctx, row.id))?.attempts ?? 0;
  const { message, waitSeconds } = explained(failure, attempts);
  if (waitSeconds === null) await end(ctx, row, "failed", message);
  else {
    const dueAt = new Date(ctx.now().getTime() + waitSeconds * 1_000);
    const { state } = row;
    await inSqlTransaction(ctx, (sql) =>
      store.move(sql, row, { state, dueAt, error: message, attempts: attempts + 1 }),
    );
  }
  if (!isAppError(failure) && !isManagerError(failure) && !(failure instanceof ChangedMeanwhile))
    throw failure;
}

interface Explained {
  readonly message: string;
  /** Null: it does not pass by itself. */
  readonly waitSeconds: number | null;
}

function explained(failure: unknown, attempts: number): Explained {
  const next = RETRY_AFTER_SECONDS[attempts] ?? null;
  if (isManagerError(failure)) {
    const passes = ["unavailable", "throttled", "changed"].includes(failure.reason);
    const waitSeconds = passes && next !== null ? Math.max(next, failure.retryAfterSeconds ?? 0) : null;
    return { message: failure.message, waitSeconds };
  }
  if (failure instanceof ChangedMeanwhile || databaseFailure(failure).kind === "unique")
    return { message: "Somebody changed one of these secrets at the same moment.", waitSeconds: next };
  if (isAppError(failure)) {
    const passes = failure.code === "unavailable" || failure.code === "outcomeUnknown";
    return { message: failure.detail, waitSeconds: passes ? next : null };
  }
  return { message: "It failed. The log of the program says why.", waitSeconds: next };
}
