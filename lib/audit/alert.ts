import type { Ctx } from "@/lib/context";
import { type Sql, sqlOn } from "@/lib/db/sql";
import { canonicalJson } from "./chain";
import type { DetailValue } from "./model";

/** What everybody who reads the log is told by a notice, until `audit verify` finds everything intact. */
export type LogAlert = "audit.witnessMismatch" | "audit.broken";

/** Puts it on record, unless that was done since everything was found intact last, with the same detail. */
export async function recordAlert(
  ctx: Ctx,
  action: LogAlert,
  detail: Readonly<Record<string, DetailValue>>,
): Promise<void> {
  const told = await openAlerts(sqlOn(ctx.pool));
  if (told.some((one) => one.action === action && one.detail === canonicalJson(detail))) return;
  await ctx.audit.record(ctx, [{ action, detail }]);
}

/** Spelled out: so the index of rare actions serves it. */
function openAlerts(sql: Sql): Promise<{ readonly action: string; readonly detail: string }[]> {
  return sql`
    SELECT action, detail FROM audit_events
    WHERE action IN ('audit.witnessMismatch', 'audit.broken')
      AND seq > coalesce((SELECT max(seq) FROM audit_events WHERE action = 'rows.verified'), 0)`;
}
