import type { Ctx } from "@/lib/context";
import { completeSignIn, findPendingSignIn, signInOver } from "../../pending/service";
import { findSecondFactors } from "../../pending/store";
import type { StartedSession } from "../../service";
import { newChallenge, readChallenge } from "../challenge";
import type { RegistrationAnswer } from "../schema";
import { addPasskey, refuseKnown } from "../service";
import { checkRegistration, registrationOptionsFor } from "../webauthn";

/** What the browser needs to make the first factor of a person who has none and must have one. Throws `unauthenticated`. */
export async function enrolmentOptions(ctx: Ctx, origin: string, token: string | undefined) {
  const pending = await findPendingSignIn(ctx, token);
  if (pending?.need !== "enrolment") throw signInOver();
  const challenge = newChallenge(ctx, { ceremony: "enrolment", boundTo: pending.id });
  const person = { id: pending.userId, email: pending.email, name: pending.name };
  return registrationOptionsFor({ origin, challenge, person, known: [] });
}

/**
 * Adds the first passkey of a person who has no second factor and must have one, and ends their pending sign-in with a
 * session. Whoever has a factor already has to show it instead: the password alone adds none.
 */
export async function enrolPasskey(
  ctx: Ctx,
  origin: string,
  given: { readonly token: string | undefined; readonly answer: RegistrationAnswer; readonly name: string },
): Promise<StartedSession> {
  const { token, answer, name } = given;
  const pending = await findPendingSignIn(ctx, token);
  if (pending?.need !== "enrolment") throw signInOver();
  const { id, userId, email } = pending;
  const use = { ceremony: "enrolment", boundTo: id } as const;
  const checked = await checkRegistration(origin, answer, (challenge) => readChallenge(ctx, use, challenge));
  const completing = completeSignIn(ctx, token, ["password", "passkey"], async (tx) => {
    const event = await addPasskey(ctx, tx, { person: { id: userId, email }, name }, checked);
    const { hasTotp, passkeyCount } = await findSecondFactors(tx, userId);
    if (hasTotp || passkeyCount > 1) throw signInOver();
    return [event];
  });
  return completing.catch(refuseKnown);
}
