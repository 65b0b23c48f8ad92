import "server-only";
import { redirect } from "next/navigation";
import { anonymousContext } from "@/lib/web/context";
import { currentPending } from "@/lib/web/cookies";
import { enrolmentSetup } from "../enrolment/service";
import { loadNextStep } from "../loaders";
import { beginAgainPath, nextPath, secondStepPath } from "../next-path";
import { newPasskeyName } from "../passkeys/loaders";
import type { PendingNeed, PendingSignIn } from "./model";
import { findPendingSignIn } from "./service";

/**
 * The pending sign-in of this browser for the page of what is missing from it. Leads elsewhere when there is none, when
 * something else is missing, and when somebody is signed in already.
 */
async function loadPending(need: PendingNeed, next: unknown): Promise<PendingSignIn> {
  const nextStep = await loadNextStep(next);
  if (nextStep) redirect(nextStep);
  const pending = await findPendingSignIn(await anonymousContext(), await currentPending());
  if (!pending) redirect(beginAgainPath(nextPath(next)));
  const missing = pending.enrolled ? "enrolment" : pending.need;
  if (missing !== need) redirect(secondStepPath(missing, nextPath(next)));
  return pending;
}

/** What the page of the second step asks for. */
export async function loadSecondStep(next: unknown) {
  const { email, factors } = await loadPending("secondFactor", next);
  return { email, factors, next: nextPath(next) };
}

/** What the page that sets up a first factor shows. */
export async function loadEnrolment(next: unknown) {
  const pending = await loadPending("enrolment", next);
  const ctx = await anonymousContext();
  return {
    email: pending.email,
    setup: await enrolmentSetup(ctx, pending),
    isEnrolled: pending.enrolled !== null,
    newPasskeyName: newPasskeyName(ctx),
    next: nextPath(next),
  };
}
