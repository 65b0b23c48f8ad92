import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { inSqlTransaction } from "@/lib/db/transaction";
import { isAppError } from "@/lib/platform/app-error";
import { CLAIM_MS, eventOf, runPhase } from "./steps";
import * as store from "./store";

/** How many rotations one run works at: some wait for others to answer, and requests must not wait for all of them. */
const AT_ONCE = 2;
/** How long after each failure of a phase it is tried again; after the last one it waits for a person. */
const RETRY_AFTER_SECONDS = [10, 60, 5 * 60, 30 * 60];

/**
 * Works at rotations until none is due that nobody else works at. What makes one of them fail is on record with it and holds up no
 * other; a fault of the program itself is thrown at the end, for the log.
 */
export async function runDue(ctx: Ctx): Promise<void> {
  const faults: unknown[] = [];
  await Promise.all(Array.from({ length: AT_ONCE }, () => workThrough(ctx, faults)));
  if (faults.length > 0) throw faults[0];
}

async function workThrough(ctx: Ctx, faults: unknown[]): Promise<void> {
  for (;;) {
    const now = ctx.now();
    const claimed = await store.claimNext(ctx.pool, now, new Date(now.getTime() + CLAIM_MS));
    if (!claimed) return;
    await run(ctx, claimed).catch((fault: unknown) => faults.push(fault));
  }
}

async function run(ctx: Ctx, claimed: store.RunningRotation): Promise<void> {
  let current = claimed;
  try {
    for (let next: store.RunningRotation | null = claimed; next; next = await runPhase(ctx, next))
      current = next;
  } catch (error) {
    await noteFailure(ctx, current, error);
  } finally {
    // Where somebody decided otherwise meanwhile, it is still held.
    await store.release(ctx.pool, current);
  }
}

/** Puts a failure on record. What is not meant to be shown is thrown on, for the log of the job. */
async function noteFailure(ctx: Ctx, rotation: store.RunningRotation, failure: unknown): Promise<void> {
  const { project, environment, secretId, phase, attempts } = rotation;
  const error = isAppError(failure) ? failure.detail : "It failed. The log of the program says why.";
  const waitSeconds = RETRY_AFTER_SECONDS[attempts];
  const dueAt = waitSeconds === undefined ? null : new Date(ctx.now().getTime() + waitSeconds * 1_000);
  const target = { project, environment, secret: { id: secretId } };
  const permit = await authorize(ctx, "rotation.run", target).catch((refusal: unknown) => {
    if (isAppError(refusal) && refusal.code === "notFound") return null;
    throw refusal;
  });
  // Deleted meanwhile, and the rotation with it.
  if (!permit) return;
  await inSqlTransaction(ctx, async (sql) => {
    if (!(await store.fail(sql, rotation, { error, dueAt }))) return;
    const detail = { phase, attempt: attempts + 1, error, ...(dueAt ? {} : { needsAttention: true }) };
    await ctx.audit.append(sql, ctx, [eventOf({ permit, rotation }, "rotation.failed", detail)]);
  });
  if (!isAppError(failure)) throw failure;
}
