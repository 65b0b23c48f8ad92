import type { Ctx } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { withinBounds } from "../throttle/throttle";
import { stepOfCode } from "./code";
import { openTotpSecret } from "./secret";
import * as store from "./store";

/**
 * Whether the code is one of the person's authenticator, of which each is accepted once. Counts against the bounds on
 * guessing second factors, apart from those on passwords; a wrong one is audited. Throws `throttled`.
 */
export async function isOwnCode(
  ctx: Ctx,
  person: { readonly userId: string; readonly email: string },
  code: string,
): Promise<boolean> {
  const accepted = await withinBounds(ctx, person.email, () => spend(ctx, person, code), "factor");
  return accepted !== null;
}

async function spend(ctx: Ctx, person: { readonly userId: string; readonly email: string }, code: string) {
  const { userId, email } = person;
  const secret = await store.findSecret(ctx.db, ctx.seals, userId);
  const step = secret === null ? null : stepOfCode(openTotpSecret(ctx.keys, userId, secret), code, ctx.now());
  if (secret !== null && step !== null) {
    const isTaken = await inTransaction(ctx, (tx) => store.takeStep(tx, ctx.seals, { userId, secret, step }));
    if (isTaken) return step;
  }
  const reason = step === null ? "wrong code" : "code used before";
  ctx.audit.refuse(ctx, { action: "session.refused", target: { name: email }, detail: { reason } });
  return null;
}
