"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { landingPath } from "@/lib/projects/loaders";
import { runtime } from "@/lib/runtime/registry";
import { formAction, publicFormAction } from "@/lib/web/action";
import { keepSession } from "@/lib/web/cookies";
import { enter, withPending } from "@/lib/web/pending-sign-in";
import { nextPath } from "../next-path";
import { enrolPasskey } from "./enrolment/service";
import { completeWithPasskey, confirmWithPasskey, signInWithPasskey } from "./proof/service";
import { enrolledPasskey, newPasskey, passkeyName, passkeyToRemove, shownPasskey } from "./schema";
import { registerPasskey, removePasskey, renamePasskey } from "./service";

const origin = () => runtime().settings.origin;

export const registerPasskeyAction = formAction({
  schema: newPasskey,
  neverEcho: ["answer"],
  run: async (ctx, input) => {
    const codes = await registerPasskey(ctx, origin(), input);
    revalidatePath("/account");
    return { name: input.name, codes };
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
  run: async (ctx, { answer, next }) => {
    const session = await signInWithPasskey(ctx, origin(), answer);
    await keepSession(session);
    redirect(nextPath(next) ?? (await landingPath({ ...ctx, actor: session.actor })));
  },
});

export const completeWithPasskeyAction = publicFormAction({
  schema: shownPasskey,
  neverEcho: ["answer"],
  run: (ctx, { answer, next }) =>
    enter(ctx, next, (token) => completeWithPasskey(ctx, origin(), { token, answer })),
});

export const enrolPasskeyAction = publicFormAction({
  schema: enrolledPasskey,
  neverEcho: ["answer"],
  run: async (ctx, { answer, name, next }) => ({
    codes: await withPending(next, (token) => enrolPasskey(ctx, origin(), { token, answer, name })),
  }),
});

export const confirmWithPasskeyAction = formAction({
  schema: shownPasskey,
  neverEcho: ["answer"],
  run: async (ctx, { answer, next }) => {
    await confirmWithPasskey(ctx, origin(), answer);
    if (next !== undefined) redirect(nextPath(next) ?? "/account");
  },
});
