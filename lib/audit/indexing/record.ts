import type { Ctx } from "@/lib/context";
import { sqlOn } from "@/lib/db/sql";
import { canonicalJson } from "../chain";
import type { Found } from "../verification/model";

/** Puts on record where the log is broken, unless just that was said since `audit verify` found everything intact last. */
export async function recordBroken(ctx: Ctx, { seq, breach }: Found): Promise<void> {
  const detail = { seq, breach };
  // Spelled out: so the index of rare actions serves it.
  const told = await sqlOn(ctx.pool)<{ detail: string }>`
    SELECT detail FROM audit_events WHERE action = 'audit.broken'
      AND seq > coalesce((SELECT max(seq) FROM audit_events WHERE action = 'rows.verified'), 0)`;
  if (told.some((one) => one.detail === canonicalJson(detail))) return;
  await ctx.audit.record(ctx, [{ action: "audit.broken", detail }]);
}
