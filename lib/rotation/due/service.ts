import { actorLabel } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { inSqlTransaction } from "@/lib/db/transaction";
import { newId } from "@/lib/platform/ids";
import { insertRotations } from "../running/store";
import { nextTime } from "../schedule";
import * as store from "./store";

/** Policies that one transaction looks at: few enough to hold up nobody who writes to the audit log. */
const BATCH = 100;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Begins the rotations that are due, each once, whichever instances look at the same time. Returns how many. */
export async function startDue(ctx: Ctx): Promise<number> {
  await inSqlTransaction(ctx, (sql) => store.moveRotatedByHand(sql, ctx.now()));
  for (let started = 0; ; ) {
    const { looked, begun } = await startBatch(ctx);
    started += begun;
    if (looked < BATCH) return started;
  }
}

function startBatch(ctx: Ctx): Promise<{ readonly looked: number; readonly begun: number }> {
  const now = ctx.now();
  return inSqlTransaction(ctx, async (sql) => {
    const due = (await store.lockDue(sql, now, BATCH)).map((policy) => ({ ...policy, id: newId(now) }));
    if (due.length === 0) return { looked: 0, begun: 0 };
    const ready = due.filter((policy) => !policy.isRunning && !isYounger(policy, now));
    const by = actorLabel(ctx.actor);
    await store.setNextTimes(
      sql,
      due.map((policy) => ({ secretId: policy.secretId, nextAt: nextOf(policy, now) })),
    );
    await insertRotations(
      sql,
      ready.map(({ id, secretId, environmentId, currentVersion: fromVersion }) => ({
        ...{ id, secretId, environmentId, fromVersion, trigger: "schedule", phase: "prepare", by, now },
      })),
    );
    const events = ready.map(({ id, projectId, environmentId, secretId, name }) => ({
      action: "rotation.started" as const,
      target: { projectId, environmentId, secretId, name },
      detail: { rotation: id, trigger: "schedule" },
    }));
    if (events.length > 0) await ctx.audit.append(sql, ctx, events);
    return { looked: due.length, begun: ready.length };
  });
}

/** Whether the value was replaced since the time was set: then the days count from there. */
function isYounger({ configuration: { schedule }, storedAt }: store.DuePolicy, now: Date): boolean {
  if (!schedule || !("everyDays" in schedule)) return false;
  return storedAt.getTime() + schedule.everyDays * DAY_MS > now.getTime();
}

/** When it is due after this time. One that is still under way is looked at again tomorrow. */
function nextOf(policy: store.DuePolicy, now: Date): Date | null {
  const { configuration, secretId, storedAt, isRunning } = policy;
  const { schedule } = configuration;
  if (!schedule) return null;
  if (isRunning) return new Date(now.getTime() + DAY_MS);
  return nextTime(schedule, { secretId, now, storedAt: isYounger(policy, now) ? storedAt : now });
}
