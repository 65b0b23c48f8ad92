"use server";

import { revalidatePath } from "next/cache";
import { publicFormAction } from "@/lib/web/action";
import { enter, withPending } from "@/lib/web/pending-sign-in";
import { enrolment, enrolmentStart } from "./schema";
import { completeEnrolment, enrolTotp, startEnrolment } from "./service";

export const startEnrolmentAction = publicFormAction({
  schema: enrolmentStart,
  run: async (ctx, { next }) => {
    await withPending(next, (token) => startEnrolment(ctx, token));
    revalidatePath("/sign-in/enrolment");
  },
});

export const enrolTotpAction = publicFormAction({
  schema: enrolment,
  neverEcho: ["code"],
  run: async (ctx, { code, next }) => ({
    codes: await withPending(next, (token) => enrolTotp(ctx, token, code)),
  }),
});

export const completeEnrolmentAction = publicFormAction({
  schema: enrolmentStart,
  run: (ctx, { next }) => enter(ctx, next, (token) => completeEnrolment(ctx, token)),
});
