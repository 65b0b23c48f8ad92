"use client";

import { SecondClick } from "@/components/ui/second-click";
import { useFormAction } from "@/components/ui/use-form-action";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { startRotationAction } from "@/lib/rotation/actions";
import { graceWords } from "./policy-words";
import { SecretFields } from "./secret-fields";

export interface StartFormsProps {
  readonly scope: EnvironmentRef;
  readonly secretId: string;
  readonly graceSeconds: number;
}

/** Rotates a secret at once, after a second click: as its policy says, or without grace time. */
export function StartForms({ scope, secretId, graceSeconds }: StartFormsProps) {
  const target = { scope, secretId };
  return (
    <div className="flex flex-wrap gap-2">
      <StartForm {...target} trigger="person" button="Rotate now" tone="primary">
        {graceSeconds === 0
          ? "A new value is made and becomes current. There is no grace time: the old value stops being good at once."
          : `A new value is made and becomes current: readers get it from then on. The old value stays good for ${graceWords(graceSeconds)}.`}
      </StartForm>
      <StartForm {...target} trigger="emergency" button="Emergency rotate" tone="danger">
        For a value that may have leaked. There is no grace time: as soon as the new value is current, the old
        one stops being good, including for readers that have not switched yet. It cannot be undone.
      </StartForm>
    </div>
  );
}

interface StartFormProps extends Omit<StartFormsProps, "graceSeconds"> {
  readonly trigger: "person" | "emergency";
  readonly button: string;
  readonly tone: "primary" | "danger";
  readonly children: string;
}

function StartForm({ scope, secretId, trigger, button, tone, children }: StartFormProps) {
  const { state, formProps } = useFormAction(startRotationAction);
  return (
    <SecondClick state={state} formProps={formProps} button={button} submitTone={tone}>
      <SecretFields scope={scope} secretId={secretId} />
      <input type="hidden" name="trigger" value={trigger} />
      <p className="max-w-140">{children}</p>
    </SecondClick>
  );
}
