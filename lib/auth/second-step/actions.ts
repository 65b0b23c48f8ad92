"use server";

import { redirect } from "next/navigation";
import { publicFormAction } from "@/lib/web/action";
import { dropPending } from "@/lib/web/cookies";
import { enter } from "@/lib/web/pending-sign-in";
import { noFields } from "../schema";
import { recovery, secondStep } from "./schema";
import { signInByCode, signInByRecoveryCode } from "./service";

export const signInByCodeAction = publicFormAction({
  schema: secondStep,
  neverEcho: ["code"],
  run: (ctx, { code, next }) => enter(ctx, next, (token) => signInByCode(ctx, token, code)),
});

export const signInByRecoveryCodeAction = publicFormAction({
  schema: recovery,
  neverEcho: ["recoveryCode"],
  run: (ctx, { recoveryCode, next }) =>
    enter(ctx, next, (token) => signInByRecoveryCode(ctx, token, recoveryCode)),
});

/** Takes the pending sign-in from this browser; nobody else has its token, so it ends by itself. */
export const leaveSignInAction = publicFormAction({
  schema: noFields,
  run: async () => {
    await dropPending();
    redirect("/sign-in");
  },
});
