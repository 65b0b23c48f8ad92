import type { Ctx } from "@/lib/context";
import type { PendingSignIn } from "../../pending/model";
import { findPendingSignIn, signInOver } from "../../pending/service";
import { newChallenge, readChallenge } from "../challenge";
import type { RegistrationAnswer } from "../schema";
import { addPasskey } from "../service";
import { checkRegistration, registrationOptionsFor } from "../webauthn";

/** What the browser needs to make the first factor of a person who has none and must have one. Throws `unauthenticated`. */
export async function enrolmentOptions(ctx: Ctx, origin: string, token: string | undefined) {
  const pending = await enrolling(ctx, token);
  const challenge = newChallenge(ctx, enrolmentOf(pending));
  const person = { id: pending.userId, email: pending.email, name: pending.name };
  return registrationOptionsFor({ origin, challenge, person, known: [] });
}

/**
 * Adds the first passkey of a person who has no second factor and must have one, and answers with recovery codes, as
 * `addFactor` does. Whoever has a factor already has to show it instead: the password alone adds none. No session begins:
 * that is `completeEnrolment`, when the person has kept the codes.
 */
export async function enrolPasskey(
  ctx: Ctx,
  origin: string,
  input: { readonly token: string | undefined; readonly answer: RegistrationAnswer; readonly name: string },
): Promise<readonly string[]> {
  const pending = await enrolling(ctx, input.token);
  const { id: pendingId, userId, email } = pending;
  const checked = await checkRegistration(origin, input.answer, (challenge) =>
    readChallenge(ctx, enrolmentOf(pending), challenge),
  );
  return addPasskey(ctx, { userId, email, pendingId }, input.name, checked);
}

async function enrolling(ctx: Ctx, token: string | undefined): Promise<PendingSignIn> {
  const pending = await findPendingSignIn(ctx, token);
  if (pending?.need !== "enrolment") throw signInOver();
  return pending;
}

function enrolmentOf({ id }: PendingSignIn) {
  return { ceremony: "enrolment", boundTo: id } as const;
}
