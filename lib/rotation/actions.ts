"use server";

import { refresh } from "next/cache";
import type { SecretTarget } from "@/lib/authorization/permit";
import { AppError } from "@/lib/platform/app-error";
import { formAction } from "@/lib/web/action";
import { deepFieldErrors } from "@/lib/web/field-errors";
import { ofSecret, policyForm, policyInput, rotationStart, rotationStep, severalStart } from "./form/schema";
import { putPolicy, removePolicy } from "./policy/service";
import {
  cancelRotation,
  confirmByHand,
  endGrace,
  retryRotation,
  startRotation,
  undoRotation,
} from "./running/service";
import { startSeveral } from "./running/several";
import { newRotationPolicy } from "./schema";

export const putPolicyAction = formAction({
  schema: policyForm,
  echo: unlessSecret,
  run: async (ctx, form) => {
    const policy = newRotationPolicy.safeParse(policyInput(form));
    if (!policy.success) {
      const fields = deepFieldErrors(policy.error);
      throw new AppError("validation", "Check the highlighted fields.", { fields });
    }
    await putPolicy(ctx, targetOf(form), policy.data);
    refresh();
  },
});

export const removePolicyAction = formAction({
  schema: ofSecret,
  run: async (ctx, form) => {
    await removePolicy(ctx, targetOf(form));
    refresh();
  },
});

export const startRotationAction = formAction({
  schema: rotationStart,
  neverEcho: ["value"],
  run: async (ctx, form) => {
    await startRotation(ctx, targetOf(form), form);
    refresh();
  },
});

export const startSeveralAction = formAction({
  schema: severalStart,
  run: async (ctx, { project, secret, trigger }) => {
    const started = await startSeveral(ctx, project, secret, trigger);
    refresh();
    return started;
  },
});

const STEPS = {
  retry: retryRotation,
  cancel: cancelRotation,
  undo: undoRotation,
  revoke: endGrace,
  confirm: confirmByHand,
};

export const rotationStepAction = formAction({
  schema: rotationStep,
  run: async (ctx, { id, step }) => {
    await STEPS[step](ctx, id);
    refresh();
  },
});

/** An address or a name that was refused is not sent back: somebody may have typed a password in. */
function unlessSecret(
  typed: Readonly<Record<string, string>>,
  { context }: AppError,
): Record<string, string> {
  const isRefused = (name: string) => {
    const own = name.split(".")[1] ?? "";
    return Object.hasOwn(context.fields ?? {}, own) || Object.hasOwn(context.fields ?? {}, `rotator.${own}`);
  };
  const isOpen = (name: string) => !/\.(url|credential)$/.test(name) || !isRefused(name);
  return Object.fromEntries(Object.entries(typed).filter(([name]) => isOpen(name)));
}

function targetOf(form: {
  readonly project: string;
  readonly environment: string;
  readonly secretId: string;
}): SecretTarget {
  const { project, environment, secretId } = form;
  return { project, environment, secret: { id: secretId } };
}
