"use server";

import { redirect } from "next/navigation";
import { formAction } from "@/lib/web/action";
import { nextPath } from "../next-path";
import { codeConfirmation, passwordConfirmation } from "./schema";
import { confirmSession } from "./service";

export const confirmByPasswordAction = formAction({
  schema: passwordConfirmation,
  neverEcho: ["password"],
  run: async (ctx, { password, next }) => {
    await confirmSession(ctx, { password });
    if (next !== undefined) redirect(nextPath(next) ?? "/account");
  },
});

export const confirmByCodeAction = formAction({
  schema: codeConfirmation,
  neverEcho: ["code"],
  run: async (ctx, { code, next }) => {
    await confirmSession(ctx, { code });
    if (next !== undefined) redirect(nextPath(next) ?? "/account");
  },
});
