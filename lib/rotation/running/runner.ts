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

/** Works at rotations until none is due that nobody else works at. Never throws for what makes one of them fail. */
export async function runDue(ctx: Ctx): Promise<void> {
  await Promise.all(Array.from({ length: AT_ONCE }, () => workThrough(ctx)));
}

async function workThrough(ctx: Ctx): Promise<void> {
  for (;;) {
    const now = ctx.now();
    const claimed = await store.claimNext(ctx.pool, now, new Date(now.getTime() + CLAIM_MS));
    if (!claimed) return;
    await run(ctx, claimed);
  }
}

async function run(ctx: Ctx, claimed: store.RunningRotation): Promise<void> {
  let rotation: store.RunningRotation | null = claimed;
  while (rotation) {
    const current: store.RunningRotation = rotation;
    try {
      rotation = await runPhase(ctx, current);
    } catch (error) {
      await noteFailure(ctx, current, error);
      return;
    }
  }
}

/** Puts a failure on record. What is not meant to be shown is thrown on, for the log of the job. */
async function noteFailure(ctx: Ctx, rotation: store.RunningRotation, failure: unknown): Promise<void> {
  const { project, environment, secretId, phase, attempts } = rotation;
  const error = isAppError(failure) ? failure.detail : "It failed. The log of the program says why.";
  const waitSeconds = RETRY_AFTER_SECONDS[attempts];
  const dueAt = waitSeconds === undefined ? null : new Date(ctx.now().getTime() + waitSeconds * 1_000);
  const target = { project, environment, secret: { id: secretId } };
  const grant = await authorize(ctx, "rotation.run", target).catch(() => null);
  // Deleted meanwhile, and the rotation with it.
  if (!grant) return;
  await inSqlTransaction(ctx, async (sql) => {
    if (!(await store.fail(sql, rotation, { error, dueAt }))) return;
    const detail = { phase, attempt: attempts + 1, error, ...(dueAt ? {} : { needsAttention: true }) };
    await ctx.audit.append(sql, ctx, [eventOf({ grant, rotation }, "rotation.failed", detail)]);
  });
  if (!isAppError(failure)) throw failure;
}
