import { endedKeys } from "@/lib/api-keys/authentication/service";
import type { Ctx } from "@/lib/context";
import { inSqlTransaction } from "@/lib/db/transaction";
import { CLAIM_MS, dropUsers } from "./dropping";
import * as store from "./store";

/** How many sources one run works at: some wait for a server to answer, and the others must not wait for that. */
const AT_ONCE = 2;
const BATCH = 200;

/**
 * Drops the users of leases that are over: their time has come, their API key ended, or nobody lived to tell whether they were
 * made. A fault of the program is thrown at the end, for the log.
 */
export async function sweepLeases(ctx: Ctx): Promise<void> {
  await endThoseOfKeys(ctx);
  const faults: unknown[] = [];
  await Promise.all(Array.from({ length: AT_ONCE }, () => workThrough(ctx, faults)));
  if (faults.length > 0) throw faults[0];
}

async function endThoseOfKeys(ctx: Ctx): Promise<void> {
  const ended = await endedKeys(ctx, await store.keysWithLeases(ctx.pool));
  if (ended.length === 0) return;
  await inSqlTransaction(ctx, (sql) => store.requestEndOfKeys(sql, ended, ctx.now()));
}

async function workThrough(ctx: Ctx, faults: unknown[]): Promise<void> {
  for (;;) {
    const now = ctx.now();
    const claimed = await store.claimNext(ctx.pool, now, new Date(now.getTime() + CLAIM_MS), BATCH);
    if (claimed.length === 0) return;
    await dropUsers(ctx, claimed).catch((fault: unknown) => faults.push(fault));
  }
}
