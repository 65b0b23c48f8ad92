import {
  changeAccount,
  deleteAllFactors,
  deleteSessions,
  findAccount,
  lockAccount,
} from "@/lib/accounts/store";
import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { endKeysOf } from "@/lib/personal-keys/service";
import { AppError } from "@/lib/platform/app-error";

/**
 * Removes every second factor, passkey and recovery code of somebody else who lost theirs, and ends their sessions and personal
 * keys: the password is enough the next time, or they are led through setting a factor up where the organisation requires one. Only
 * an Owner does it to an Owner. Throws `notFound`, or `conflict` for oneself: that would be a way past one's own factor.
 */
export async function resetFactors(ctx: Ctx, personId: string): Promise<{ readonly email: string }> {
  await authorize(ctx, "person.manage", null);
  const target = await findAccount(ctx.db, ctx.seals, { id: personId });
  if (!target) throw new AppError("notFound", "There is no such person.");
  if (target.role === "owner") await authorize(ctx, "owner.manage", null);
  if (ctx.actor.kind === "user" && ctx.actor.id === personId)
    throw new AppError("conflict", "Change your own second factor on your account page.");
  return inTransaction(ctx, async (tx) => {
    await lockAccount(tx, personId);
    // Made an Owner in the meantime, they are out of reach of whoever may not touch one.
    const { role, email } = (await findAccount(tx, ctx.seals, { id: personId })) ?? target;
    if (role !== target.role) throw new AppError("conflict", "Their role was changed at the same moment.");
    const removed = await deleteAllFactors(tx, personId);
    if (!(await changeAccount(tx, ctx.seals, personId, { secondFactorCount: 0 })))
      throw new AppError("notFound", "There is no such person.");
    const endedSessions = await deleteSessions(tx, { allOf: personId });
    const detail = { kind: "all", removed, endedSessions };
    const ended = await endKeysOf(tx, { id: personId, email });
    await ctx.audit.append(tx, ctx, [
      { action: "factor.removed", target: { name: email }, detail },
      ...ended,
    ]);
    return { email };
  });
}
