"use client";

import type { ReactNode } from "react";
import type { ButtonTone } from "@/components/ui/button-style";
import { FormError } from "@/components/ui/form-error";
import { SecondClick } from "@/components/ui/second-click";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { rotationStepAction } from "@/lib/rotation/actions";
import { failureOf } from "@/lib/web/form-state";

interface RetryFormProps {
  readonly id: string;
  /** Of the secret, for those who hear the button alone. */
  readonly name: string;
}

/** Tries the phase that failed again, at once. */
export function RetryForm({ id, name }: RetryFormProps) {
  const { state, formProps } = useFormAction(rotationStepAction);
  return (
    <form {...formProps} className="flex flex-col gap-2">
      <FormError message={failureOf(state)} attempt={state} />
      <StepFields id={id} step="retry" />
      <div>
        <SubmitButton size="small">
          Try again<span className="sr-only"> to rotate {name}</span>
        </SubmitButton>
      </div>
    </form>
  );
}

interface StepFormProps {
  readonly id: string;
  readonly step: "cancel" | "undo" | "revoke" | "confirm";
  readonly button: string;
  readonly tone?: ButtonTone;
  /** What it does. */
  readonly children: ReactNode;
}

/** Has a rotation go another way, after a second click. */
export function StepForm({ id, step, button, tone = "primary", children }: StepFormProps) {
  const { state, formProps } = useFormAction(rotationStepAction);
  return (
    <SecondClick state={state} formProps={formProps} button={button} submitTone={tone}>
      <StepFields id={id} step={step} />
      <p className="max-w-140">{children}</p>
    </SecondClick>
  );
}

function StepFields({ id, step }: { readonly id: string; readonly step: string }) {
  return (
    <>
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="step" value={step} />
    </>
  );
}
