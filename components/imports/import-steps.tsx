"use client";

import { FormError } from "@/components/ui/form-error";
import { SecondClick } from "@/components/ui/second-click";
import { StepFields } from "@/components/ui/step-fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { importStepAction } from "@/lib/imports/actions";
import { failureOf } from "@/lib/web/form-state";

/** Stores what was planned, or goes on where it failed. */
export function RunImport({ id, label }: { readonly id: string; readonly label: string }) {
  const { state, formProps } = useFormAction(importStepAction);
  return (
    <form {...formProps} className="flex flex-col gap-2">
      <StepFields id={id} step="run" />
      <div>
        <SubmitButton>{label}</SubmitButton>
      </div>
      <FormError message={failureOf(state)} attempt={state} />
    </form>
  );
}

/** Stops an import, after a second click. */
export function StopImport({ id }: { readonly id: string }) {
  const { state, formProps } = useFormAction(importStepAction);
  return (
    <SecondClick state={state} formProps={formProps} button="Stop import" submitTone="danger">
      <StepFields id={id} step="stop" />
      <p className="max-w-70 text-sm">What is stored already stays.</p>
    </SecondClick>
  );
}
