import type { Ctx } from "@/lib/context";
import { inSqlTransaction } from "@/lib/db/transaction";
import { AppError, isAppError } from "@/lib/platform/app-error";
import { leaseEvent } from "../event";
import { ATTEMPTS_MAX, type EndReason } from "../model";
import { findSourceById, type SourceRow } from "../sources/store";
import { type AdminSession, signInToSource } from "./admin";
import * as store from "./store";

/** How long whoever drops users has them to itself. */
export const CLAIM_MS = 2 * 60_000;
/** How long it goes on to the next one: what follows may take as long again as one may. */
const WORK_MS_MAX = 60_000;
/** How long after each failure it is tried again; after the last of these again and again. */
const RETRY_AFTER_SECONDS = [10, 30, 60, 5 * 60, 15 * 60, 30 * 60] as const;

interface Failure {
  readonly row: store.LeaseRow;
  readonly error: string;
}

/** Drops the user of a lease that is to end, unless somebody else is at it. Returns why it failed; then it is tried again later. */
export async function dropNow(ctx: Ctx, id: string): Promise<string | null> {
  const now = ctx.now();
  const row = await store.claimOne(ctx.pool, id, now, new Date(now.getTime() + CLAIM_MS));
  const [failure] = row ? await dropUsers(ctx, [row]) : [];
  return failure?.error ?? null;
}

/** Drops the users of leases of one source, which the caller has claimed, and puts on record what became of each. */
export async function dropUsers(ctx: Ctx, claimed: readonly store.LeaseRow[]): Promise<readonly Failure[]> {
  // Whose row is not what the program wrote: nobody else names the users that are dropped.
  const rows = claimed.filter((row) => ctx.seals.isIntact("leases", row));
  const [first] = rows;
  if (!first) return [];
  const source = await findSourceById(ctx, first.sourceId);
  const { ended, failures, left } = source
    ? await dropEach(ctx, source, rows)
    : { ended: [], failures: rows.map((row) => ({ row, error: NO_SOURCE })), left: [] };
  await settle(ctx, ended, failures);
  if (left.length > 0)
    await store.release(
      ctx.pool,
      left.map(({ id }) => id),
    );
  return failures;
}

const NO_SOURCE = "The lease source is not as the program wrote it.";

interface Dropped {
  readonly ended: readonly store.LeaseRow[];
  readonly failures: readonly Failure[];
  /** Those that there was no time for. */
  readonly left: readonly store.LeaseRow[];
}

/** With one session, and with another after each failure: nobody knows what the one before is good for. */
async function dropEach(ctx: Ctx, source: SourceRow, rows: readonly store.LeaseRow[]): Promise<Dropped> {
  const [ended, failures]: [store.LeaseRow[], Failure[]] = [[], []];
  const begun = performance.now();
  let admin: AdminSession | null = null;
  for (const [index, row] of rows.entries()) {
    if (performance.now() - begun > WORK_MS_MAX) return { ended, failures, left: rows.slice(index) };
    try {
      admin ??= await signInToSource(ctx, source);
    } catch (error) {
      const all = rows.slice(index).map((row) => ({ row, error: detailOf(error) }));
      return { ended, failures: [...failures, ...all], left: [] };
    }
    try {
      await admin.dropUser(row.userName);
      ended.push(row);
    } catch (error) {
      failures.push({ row, error: detailOf(error) });
      admin.end();
      admin = null;
    }
  }
  admin?.end();
  return { ended, failures, left: [] };
}

async function settle(
  ctx: Ctx,
  ended: readonly store.LeaseRow[],
  failures: readonly Failure[],
): Promise<void> {
  const now = ctx.now();
  const ends = ended.map((row) => ({ row, id: row.id, reason: reasonOf(row) }));
  await inSqlTransaction(ctx, async (sql) => {
    const mine = ends.length > 0 ? await store.setEnded(sql, ends, now) : new Set<string>();
    if (failures.length > 0)
      await store.setFailed(
        sql,
        failures.map(({ row, error }) => ({ id: row.id, error, retryAt: retryAt(row, now) })),
      );
    const events = [
      ...ends.filter(({ id }) => mine.has(id)).map(({ row, reason }) => endedEvent(row, reason)),
      ...failures.filter(({ row }) => row.attempts < ATTEMPTS_MAX).map(failedEvent),
    ];
    if (events.length > 0) await ctx.audit.append(sql, ctx, events);
  });
}

function endedEvent(row: store.LeaseRow, reason: EndReason) {
  const event = leaseEvent("lease.ended", row);
  return { ...event, detail: { ...event.detail, reason } };
}

function failedEvent({ row, error }: Failure) {
  const event = leaseEvent("lease.failed", row);
  const attempt = row.attempts + 1;
  const needs = attempt >= ATTEMPTS_MAX ? { needsAttention: true } : {};
  return { ...event, detail: { ...event.detail, step: "drop", attempt, error, ...needs } };
}

function reasonOf({ endReason, madeAt }: store.LeaseRow): EndReason {
  return endReason ?? (madeAt === null ? "abandoned" : "expired");
}

function retryAt({ attempts }: store.LeaseRow, now: Date): Date {
  const seconds = RETRY_AFTER_SECONDS[attempts] ?? RETRY_AFTER_SECONDS.at(-1) ?? 0;
  return new Date(now.getTime() + seconds * 1_000);
}

function detailOf(error: unknown): string {
  if (isAppError(error)) return error.detail;
  throw error;
}

/** The error for a lease whose user could not be dropped at once. */
export function notDropped(error: string): AppError {
  return new AppError("badGateway", `The user could not be dropped, which is tried again: ${error}`);
}
