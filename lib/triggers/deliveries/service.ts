import { randomBytes } from "node:crypto";
import type { ProjectTarget } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { isId, newId } from "@/lib/platform/ids";
import { triggerTarget } from "../event";
import { requireTrigger } from "../found";
import { type Delivery, type DeliveryMeta, PAYLOAD_DAYS } from "../model";
import { deliveryRef, pack, unpack } from "../packed";
import { keepDelivery } from "../receiving/keeping";
import { stateFor } from "../receiving/state";
import type { TriggerRow } from "../store";
import * as store from "./store";

export interface DeliveryPage {
  readonly items: readonly DeliveryMeta[];
  /** Whether there are more in this direction. */
  readonly hasMore: boolean;
}

/** Deliveries of a trigger, the newest first; or those after a position, the oldest first. */
export async function listDeliveries(
  ctx: Ctx,
  target: ProjectTarget,
  name: string,
  query: Pick<store.DeliveryQuery, "after" | "before" | "limit">,
): Promise<DeliveryPage> {
  const { trigger } = await requireTrigger(ctx, "trigger.read", target, name);
  const rows = await store.listDeliveries(ctx.pool, {
    ...query,
    triggerId: trigger.id,
    limit: query.limit + 1,
  });
  return { items: rows.slice(0, query.limit).map(shownDelivery), hasMore: rows.length > query.limit };
}

/** A delivery with what it brought, after the audit log has it that it was read. Throws `notFound`. */
export async function receiveDelivery(
  ctx: Ctx,
  target: ProjectTarget,
  name: string,
  id: string,
): Promise<Delivery> {
  const { permit, trigger } = await requireTrigger(ctx, "trigger.receive", target, name);
  const row = isId(id) ? await store.findDelivery(ctx.pool, permit, trigger.id, id) : null;
  const brought = await opened(ctx, trigger, row);
  await ctx.audit.record(ctx, [
    { action: "trigger.received", target: triggerTarget(trigger), detail: { delivery: id } },
  ]);
  return { ...shownDelivery(brought.row), headers: brought.headers, body: brought.body };
}

/**
 * Has what a delivery brought come again, as a new delivery: subscribers are told, and what follows is done once more. Throws
 * `notFound`, and `conflict` when what it brought is kept no longer.
 */
export async function replayDelivery(
  ctx: Ctx,
  target: ProjectTarget,
  name: string,
  replayed: string,
): Promise<{ readonly id: string }> {
  const { permit, trigger } = await requireTrigger(ctx, "trigger.replay", target, name);
  const row = isId(replayed) ? await store.findDelivery(ctx.pool, permit, trigger.id, replayed) : null;
  const { headers, body } = await opened(ctx, trigger, row);
  const now = ctx.now();
  const id = newId(now);
  const { projectId } = trigger;
  const keys = await ctx.keys.project(projectId);
  const ref = deliveryRef(projectId, trigger.id, id);
  const { value: payload, projectKeyId } = keys.sealOwned(ref, pack({ headers, body }));
  const isKept = await keepDelivery(ctx, {
    delivery: {
      ...{ id, triggerId: trigger.id, replayKey: randomBytes(32), replayOf: replayed },
      ...{
        messageId: row?.messageId ?? null,
        bytes: body.length,
        headerNames: headers.map(([header]) => header),
      },
      ...{ payload, projectKeyId, receivedAt: now, ...stateFor(trigger.configuration, now) },
    },
    event: {
      action: "trigger.replayed",
      target: triggerTarget(trigger),
      detail: { delivery: id, replayOf: replayed },
    },
  });
  if (!isKept) throw noDelivery();
  return { id };
}

type FoundRow = NonNullable<Awaited<ReturnType<typeof store.findDelivery>>>;

async function opened(
  ctx: Ctx,
  { id: triggerId, projectId }: TriggerRow,
  row: FoundRow | null,
): Promise<Pick<Delivery, "headers" | "body"> & { readonly row: FoundRow }> {
  if (!row) throw noDelivery();
  const { value, projectKeyId } = row;
  if (value === null || projectKeyId === null)
    throw new AppError("conflict", `What it brought is kept for ${PAYLOAD_DAYS} days, and is gone.`);
  const keys = await ctx.keys.project(projectId, [projectKeyId]);
  const ref = deliveryRef(projectId, triggerId, row.id);
  return { row, ...unpack(keys.openOwned(ref, { value, projectKeyId })) };
}

function noDelivery(): AppError {
  return new AppError("notFound", "There is no such delivery here.");
}

function shownDelivery(row: store.DeliveryRow): DeliveryMeta {
  const { id, position, messageId, replayOf, bytes, headerNames, state, attempts, outcome, kept } = row;
  return {
    ...{ id, position, messageId, replayOf, bytes, headerNames, state, attempts, outcome, kept },
    receivedAt: row.receivedAt.toISOString(),
    dueAt: row.dueAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
