"use server";

import { refresh } from "next/cache";
import { AppError } from "@/lib/platform/app-error";
import { formAction } from "@/lib/web/action";
import { deepFieldErrors } from "@/lib/web/field-errors";
import { memberStep, poolDeletion, poolForm, poolInput } from "./form/schema";
import { putMemberBack } from "./reporting/service";
import { newPool } from "./schema";
import { deletePool, putPool, turnMember } from "./service";

export const putPoolAction = formAction({
  schema: poolForm,
  // Rows come back as they were, and somebody may have typed a key in.
  neverEcho: ["member", "weight", "on"],
  run: async (ctx, form) => {
    const pool = newPool.safeParse(poolInput(form));
    if (!pool.success) {
      const fields = deepFieldErrors(pool.error);
      throw new AppError("validation", "Check the highlighted fields.", { fields });
    }
    const { name, revision } = form;
    await putPool(ctx, form, name, { ...pool.data, revision });
    refresh();
    return { name };
  },
});

export const deletePoolAction = formAction({
  schema: poolDeletion,
  // The page is read again once its dialog has said so: with the pool, the dialog would be gone before it can.
  run: async (ctx, form) => {
    await deletePool(ctx, form, form.name);
    return { name: form.name };
  },
});

export const memberStepAction = formAction({
  schema: memberStep,
  run: async (ctx, { name, member, step, ...scope }) => {
    if (step === "back") await putMemberBack(ctx, scope, name, member);
    else await turnMember(ctx, scope, name, { member, isOn: step === "on" });
    refresh();
  },
});
