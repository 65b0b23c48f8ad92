"use server";

import { redirect } from "next/navigation";
import { rememberOwnDevice } from "@/lib/auth/known-device/service";
import { startSession } from "@/lib/auth/service";
import { landingPath } from "@/lib/projects/loaders";
import { formAction, publicFormAction } from "@/lib/web/action";
import { keepDevice, keepSession } from "@/lib/web/cookies";
import { firstOwner, passwordChange } from "./schema";
import { changePassword, createFirstOwner } from "./service";

export const createFirstOwnerAction = publicFormAction({
  schema: firstOwner,
  neverEcho: ["password", "token"],
  run: async (ctx, input) => {
    const account = await createFirstOwner(ctx, input);
    const session = await startSession(ctx, account, ["setUp"]);
    await keepSession(session);
    redirect(await landingPath({ ...ctx, actor: session.actor }));
  },
});

export const changePasswordAction = formAction({
  schema: passwordChange,
  neverEcho: ["currentPassword", "newPassword"],
  run: async (ctx, input) => {
    const changed = await changePassword(ctx, input);
    await keepDevice(await rememberOwnDevice(ctx));
    return changed;
  },
});
