import type { Ctx } from "@/lib/context";
import type { Sql } from "@/lib/db/sql";
import { runTransaction } from "@/lib/db/transaction";
import { lockedProgress, moveTo } from "../outlets/store";
import type { AuditEntry } from "../reading/model";
import { detailOf, entryOf } from "../reading/redaction";
import { recordsBetween } from "../reading/store";
import { head } from "../store";

/** Numbers of the log that one statement looks through. */
const STEP = 10_000;

/**
 * Hands on the events of some actions that came since the last time under this name, oldest first, and moves on, all in one
 * transaction: what `take` writes with its `sql` is written once. Nothing while another instance does. The name has a row in
 * `audit_streams`, made by a migration.
 */
export function follow(
  { pool, now }: Pick<Ctx, "pool" | "now">,
  name: string,
  actions: readonly string[],
  take: (sql: Sql, events: AsyncIterable<AuditEntry>) => Promise<void>,
): Promise<void> {
  return runTransaction(pool, async (sql) => {
    const progress = await lockedProgress(sql, name);
    if (!progress) return;
    // Events get their numbers in the order of commits: none comes in between later.
    const { seq: end } = await head(sql);
    await take(sql, eventsOf(sql, progress.seq, end, actions));
    await moveTo(sql, name, end, now());
  });
}

async function* eventsOf(
  sql: Sql,
  from: number,
  end: number,
  actions: readonly string[],
): AsyncGenerator<AuditEntry> {
  for (let after = from; after < end; after += STEP) {
    const to = Math.min(after + STEP, end);
    const records = await recordsBetween(sql, { after, to, actions });
    for (const record of records) yield entryOf(record, detailOf(record));
  }
}
