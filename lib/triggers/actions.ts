"use server";

import { refresh } from "next/cache";
import { AppError, withFieldNames } from "@/lib/platform/app-error";
import { formAction } from "@/lib/web/action";
import { deepFieldErrors } from "@/lib/web/field-errors";
import { replayDelivery } from "./deliveries/service";
import {
  deliveryReplay,
  FIELD_NAMES,
  triggerForm,
  triggerInput,
  triggerPause,
  triggerTarget,
} from "./form/schema";
import { newTrigger } from "./schema";
import { createTrigger, pauseTrigger, putTrigger, removeTrigger } from "./setting/service";

export const putTriggerAction = formAction({
  schema: triggerForm,
  echo: unlessRefused,
  run: async (ctx, form) => {
    const { project, environment, name } = form;
    try {
      const parsed = newTrigger.safeParse(triggerInput(form));
      if (!parsed.success) {
        const fields = deepFieldErrors(parsed.error);
        throw new AppError("validation", "Check the highlighted fields.", { fields });
      }
      await (form.isNew ? createTrigger : putTrigger)(ctx, { project, environment }, name, parsed.data);
    } catch (error) {
      throw withFieldNames(error, FIELD_NAMES);
    }
    refresh();
  },
});

export const pauseTriggerAction = formAction({
  schema: triggerPause,
  run: async (ctx, { project, name, paused }) => {
    await pauseTrigger(ctx, { project }, name, paused === "on");
    refresh();
  },
});

export const removeTriggerAction = formAction({
  schema: triggerTarget,
  run: async (ctx, { project, name }) => {
    await removeTrigger(ctx, { project }, name);
    refresh();
  },
});

export const replayDeliveryAction = formAction({
  schema: deliveryReplay,
  run: async (ctx, { project, name, id }) => {
    await replayDelivery(ctx, { project }, name, id);
    refresh();
  },
});

/** What was refused is not sent back: somebody may have put the secret itself there. */
function unlessRefused(
  typed: Readonly<Record<string, string>>,
  { context }: AppError,
): Record<string, string> {
  const open = Object.entries(typed).filter(([name]) => !Object.hasOwn(context.fields ?? {}, name));
  return Object.fromEntries(open);
}
