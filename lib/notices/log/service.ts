import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { findNoticeKind } from "../kinds";
import { listDeliveries } from "../sending/store";
import type { DeliveryMeta } from "./model";

const SHOWN_MAX = 100;

/** What became of the newest notices, to whomever they went. */
export async function readDeliveries(ctx: Ctx): Promise<DeliveryMeta[]> {
  await authorize(ctx, "settings.read", null);
  const rows = await listDeliveries(ctx.pool, SHOWN_MAX);
  return rows.map(({ kinds, createdAt, endedAt, ...row }) => ({
    ...row,
    about: kinds.map((kind) => findNoticeKind(kind)?.label ?? "Test").join(", "),
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }));
}
