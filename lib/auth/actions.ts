"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { landingPath } from "@/lib/projects/loaders";
import { formAction, publicFormAction } from "@/lib/web/action";
import { dropSession, keepDevice, keepPending, keepSession } from "@/lib/web/cookies";
import { idle } from "@/lib/web/form-state";
import { rememberOwnDevice } from "./known-device/service";
import { nextPath, secondStepPath } from "./next-path";
import { beginSignIn } from "./pending/service";
import { noFields, sessionToEnd, signIn } from "./schema";
import { endSession, provePassword, signOut, signOutEverywhereElse } from "./service";

export const signInAction = publicFormAction({
  schema: signIn,
  neverEcho: ["password"],
  run: async (ctx, { next, ...input }) => {
    const step = await beginSignIn(ctx, await provePassword(ctx, input), ["password"]);
    if (step.kind === "pending") {
      await keepPending(step);
      redirect(secondStepPath(step.need, nextPath(next)));
    }
    await keepSession(step);
    redirect(nextPath(next) ?? (await landingPath({ ...ctx, actor: step.actor })));
  },
});

const signOutForm = formAction({
  schema: noFields,
  run: async (ctx) => {
    await signOut(ctx);
    await dropSession();
    redirect("/api/auth/signed-out");
  },
});

/** Ends the session of this browser. For a form's `action` as it is. */
export async function signOutAction(): Promise<void> {
  const answer = await signOutForm(idle, new FormData());
  if (answer.status !== "failed") return;
  if (answer.facts.isSignedOut) redirect("/sign-in");
  throw new Error(answer.message);
}

export const endSessionAction = formAction({
  schema: sessionToEnd,
  run: async (ctx, { sessionId }) => {
    await endSession(ctx, sessionId);
    revalidatePath("/account");
    return { ended: 1 };
  },
});

export const signOutEverywhereElseAction = formAction({
  schema: noFields,
  run: async (ctx) => {
    const ended = await signOutEverywhereElse(ctx);
    await keepDevice(await rememberOwnDevice(ctx));
    revalidatePath("/account");
    return { ended };
  },
});
