"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import type { Ctx } from "@/lib/context";
import { landingPath } from "@/lib/projects/loaders";
import { runtime } from "@/lib/runtime/registry";
import { formAction, publicFormAction } from "@/lib/web/action";
import { currentPending, keepSession } from "../cookie";
import { nextPath } from "../next-path";
import type { StartedSession } from "../service";
import { enrolPasskey } from "./enrolment/service";
import { completeWithPasskey, confirmWithPasskey, signInWithPasskey } from "./proof/service";
import { enrolledPasskey, newPasskey, passkeyName, passkeyToRemove, shownPasskey } from "./schema";
import { registerPasskey, removePasskey, renamePasskey } from "./service";

const origin = () => runtime().settings.origin;

export const registerPasskeyAction = formAction({
  schema: newPasskey,
  neverEcho: ["answer"],
  run: async (ctx, input) => {
    await registerPasskey(ctx, origin(), input);
    revalidatePath("/account");
    return { name: input.name };
  },
});

export const renamePasskeyAction = formAction({
  schema: passkeyName,
  run: async (ctx, input) => {
    await renamePasskey(ctx, input);
    revalidatePath("/account");
    return { name: input.name };
  },
});

export const removePasskeyAction = formAction({
  schema: passkeyToRemove,
  run: async (ctx, { passkeyId }) => {
    const removed = await removePasskey(ctx, passkeyId);
    revalidatePath("/account");
    return removed;
  },
});

export const signInWithPasskeyAction = publicFormAction({
  schema: shownPasskey,
  neverEcho: ["answer"],
  run: async (ctx, { answer, next }) => goOn(ctx, await signInWithPasskey(ctx, origin(), answer), next),
});

export const completeWithPasskeyAction = publicFormAction({
  schema: shownPasskey,
  neverEcho: ["answer"],
  run: async (ctx, { answer, next }) => {
    const given = { token: await currentPending(), answer };
    return goOn(ctx, await completeWithPasskey(ctx, origin(), given), next);
  },
});

export const enrolPasskeyAction = publicFormAction({
  schema: enrolledPasskey,
  neverEcho: ["answer"],
  run: async (ctx, { answer, name, next }) => {
    const given = { token: await currentPending(), answer, name };
    return goOn(ctx, await enrolPasskey(ctx, origin(), given), next);
  },
});

export const confirmWithPasskeyAction = formAction({
  schema: shownPasskey,
  neverEcho: ["answer"],
  run: async (ctx, { answer, next }) => {
    await confirmWithPasskey(ctx, origin(), answer);
    if (next !== undefined) redirect(nextPath(next) ?? "/account");
  },
});

/** To where one wanted to go, signed in. */
async function goOn(ctx: Ctx, session: StartedSession, next: string | undefined): Promise<never> {
  await keepSession(session);
  redirect(nextPath(next) ?? (await landingPath({ ...ctx, actor: session.actor })));
}
