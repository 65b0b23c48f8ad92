import type { Ctx } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { ChangeHeld } from "@/lib/platform/change-held";
import { titleOf } from "@/lib/secrets/waiting/model";
import { prepareWaiting } from "@/lib/secrets/waiting/service";
import type { ChangeResults, SecretWrites } from "@/lib/secrets/writing/model";
import { insertWaiting } from "../holding/service";

/**
 * Makes a request of writes of secrets: throws `ChangeHeld` with it. Their values wait as they were sealed. Where nothing would
 * change there is no request, and it answers as the writing would.
 */
export async function holdWrites(ctx: Ctx, writes: SecretWrites): Promise<ChangeResults> {
  const outcome = await inTransaction(ctx, async (tx) => {
    const waiting = await prepareWaiting(tx, ctx, writes);
    if ("results" in waiting) return waiting.results;
    const { change } = waiting.prepared;
    return insertWaiting(tx, ctx, { kind: "secrets", title: titleOf(change), ...waiting.prepared });
  });
  if ("id" in outcome) throw new ChangeHeld(outcome);
  return outcome;
}
