import type { Ctx } from "@/lib/context";
import type { Sql } from "@/lib/db/sql";
import { inSqlTransaction } from "@/lib/db/transaction";
import { type ImportRow, keep } from "../store";

/** How long an import belongs to whoever took it, from what they did last. */
export const CLAIM_MS = 2 * 60_000;

/** Somebody else has the import by now, or decided otherwise: there is nothing more to do. */
export class ClaimLost extends Error {}

/** Does something in one transaction, as long as the import is still the caller's; keeps it for longer. */
export function whileHeld<T>(ctx: Ctx, row: ImportRow, work: (sql: Sql) => Promise<T>): Promise<T> {
  return inSqlTransaction(ctx, async (sql) => {
    if (!(await keep(sql, row, new Date(ctx.now().getTime() + CLAIM_MS)))) throw new ClaimLost();
    return work(sql);
  });
}
