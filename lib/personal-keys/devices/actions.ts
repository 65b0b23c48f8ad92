"use server";

import { formAction } from "@/lib/web/action";
import { deviceStep } from "./schema";
import { confirmDevice, findDevice, refuseDevice } from "./service";

/** One form for all steps, so that it works before its script has loaded. */
export const deviceAction = formAction({
  schema: deviceStep,
  run: async (ctx, { code, step }) => {
    if (step === "find") return { step, code, device: await findDevice(ctx, code) } as const;
    const answer = step === "confirm" ? confirmDevice : refuseDevice;
    return { step, ...(await answer(ctx, code)) } as const;
  },
});
