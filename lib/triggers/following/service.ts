import type { Ctx } from "@/lib/context";
import { inSqlTransaction } from "@/lib/db/transaction";
import { isAppError } from "@/lib/platform/app-error";
import { triggerTarget } from "../event";
import { deliveryRef, unpack } from "../packed";
import { listTriggers, type TriggerRow } from "../store";
import { follow, type Outcome } from "./follow";
import * as store from "./store";

/** How many deliveries one run works at: some wait for endpoints to answer. */
const AT_ONCE = 4;
/** Longer than an endpoint may take for all of its tries. */
const CLAIM_MS = 5 * 60_000;
/** A run ends after this, and the next one goes on. */
const RUN_MS_MAX = 45_000;
/** How long after each try that failed the next one is; after the last it has failed for good. */
const RETRY_AFTER_MINUTES = [1, 2, 5, 15, 60, 120, 240, 360];

/**
 * Does what follows deliveries until none is due that nobody else works at. A fault of the program itself is thrown at the end, for the
 * log.
 */
export async function followDue(ctx: Ctx): Promise<void> {
  const end = performance.now() + RUN_MS_MAX;
  const faults: unknown[] = [];
  await Promise.all(Array.from({ length: AT_ONCE }, () => workThrough(ctx, end, faults)));
  if (faults.length > 0) throw faults[0];
}

async function workThrough(ctx: Ctx, end: number, faults: unknown[]): Promise<void> {
  while (performance.now() < end) {
    const now = ctx.now();
    const claimed = await store.claimNext(ctx.pool, now, new Date(now.getTime() + CLAIM_MS));
    if (!claimed) return;
    await followOne(ctx, claimed, faults);
  }
}

async function followOne(ctx: Ctx, claimed: store.Waiting, faults: unknown[]): Promise<void> {
  const [trigger] = await listTriggers(ctx, { project: claimed.project, name: claimed.trigger });
  const tried = trigger
    ? await tryOnce(ctx, trigger, claimed).catch((fault: unknown): Outcome => {
        if (!isAppError(fault)) faults.push(fault);
        return {
          state: "waiting",
          outcome: isAppError(fault) ? fault.detail : "It failed. The log of the program says why.",
        };
      })
    : ({ state: "failed", outcome: "The trigger is not as it was set up." } as const);
  const minutes = tried.state === "waiting" ? RETRY_AFTER_MINUTES[claimed.attempts] : undefined;
  const now = ctx.now();
  const dueAt = minutes === undefined ? null : new Date(now.getTime() + minutes * 60_000);
  const state = tried.state === "waiting" && dueAt === null ? "failed" : tried.state;
  await inSqlTransaction(ctx, async (sql) => {
    await store.noteTry(sql, claimed.id, { state, outcome: tried.outcome, dueAt }, now);
    if (state !== "failed" || !trigger) return;
    const detail = { delivery: claimed.id, attempts: claimed.attempts + 1, error: tried.outcome };
    await ctx.audit.append(sql, ctx, [{ action: "trigger.failed", target: triggerTarget(trigger), detail }]);
  });
}

async function tryOnce(ctx: Ctx, trigger: TriggerRow, claimed: store.Waiting): Promise<Outcome> {
  const { id: deliveryId, triggerId, projectId, projectKeyId, value } = claimed;
  const keys = await ctx.keys.project(projectId, [projectKeyId]);
  const brought = unpack(
    keys.openOwned(deliveryRef(projectId, triggerId, deliveryId), { value, projectKeyId }),
  );
  const program: Ctx = { ...ctx, actor: { kind: "job", name: `trigger ${trigger.name}` } };
  return follow(program, trigger, claimed, brought);
}
