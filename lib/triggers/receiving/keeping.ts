import type { NewAuditEvent } from "@/lib/audit/model";
import type { Ctx } from "@/lib/context";
import { batchOn } from "@/lib/db/batch";
import { inSqlTransaction } from "@/lib/db/transaction";
import { enqueue } from "@/lib/jobs/job";
import { FOLLOW_JOB } from "../job-name";
import * as store from "./store";

/** A delivery, and what the audit log says of it. */
export interface Keeping {
  readonly delivery: store.NewDelivery;
  readonly event: NewAuditEvent;
}

interface Waiting extends Keeping {
  readonly ctx: Ctx;
}

/**
 * Keeps a delivery with its event: durable once this resolves. What comes at about the same time shares one transaction. False for
 * what was taken before, and for a trigger that is gone.
 */
export function keepDelivery(ctx: Ctx, keeping: Keeping): Promise<boolean> {
  return keepBatch(ctx.pool, { ...keeping, ctx });
}

const keepBatch = batchOn(async (_pool: Ctx["pool"], all: readonly Waiting[]) => {
  const [first] = all;
  if (!first) return [];
  const { ctx } = first;
  const kept = await inSqlTransaction(ctx, async (sql) => {
    const deliveries = all.map(({ delivery }) => delivery);
    const ids = await store.insertDeliveries(sql, deliveries);
    const fresh = all.filter(({ delivery }) => ids.has(delivery.id));
    if (fresh.length === 0) return ids;
    await store.noteFired(
      sql,
      fresh.map(({ delivery }) => delivery.triggerId),
      ctx.now(),
    );
    if (fresh.some(({ delivery }) => delivery.state === "waiting"))
      await enqueue(sql, FOLLOW_JOB, {}, { key: FOLLOW_JOB.name });
    await ctx.audit.appendAll(
      sql,
      fresh.map((one) => ({ ctx: one.ctx, events: [one.event] })),
    );
    await store.orderDeliveries(
      sql,
      fresh.map(({ delivery }) => delivery.id),
    );
    return ids;
  });
  return all.map(({ delivery }) => kept.has(delivery.id));
});
