"use client";

import type { ReactNode } from "react";
import type { ButtonTone } from "@/components/ui/button-style";
import { RetryForm } from "@/components/ui/retry-form";
import { SecondClick } from "@/components/ui/second-click";
import { StepFields } from "@/components/ui/step-fields";
import { useFormAction } from "@/components/ui/use-form-action";
import { rotationStepAction } from "@/lib/rotation/actions";

interface RetryRotationProps {
  readonly id: string;
  /** Of the secret, for those who hear the button alone. */
  readonly name: string;
}

/** Tries the phase that failed again, at once. */
export function RetryRotation({ id, name }: RetryRotationProps) {
  return <RetryForm {...useFormAction(rotationStepAction)} id={id} what={`to rotate ${name}`} />;
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
