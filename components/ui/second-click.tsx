"use client";

import { type ReactNode, useState } from "react";
import { failureOf } from "@/lib/web/form-state";
import { Button } from "./button";
import type { ButtonTone } from "./button-style";
import { useIsHydrated } from "./clock";
import { FormError } from "./form-error";
import { SubmitButton } from "./submit-button";
import { useDone } from "./use-done";
import type { useFormAction } from "./use-form-action";

interface SecondClickProps extends Pick<ReturnType<typeof useFormAction>, "state" | "formProps"> {
  /** What the first click is on. */
  readonly button: ReactNode;
  readonly tone?: ButtonTone;
  /** The button that submits; one with the same text unless told, in `submitTone`. */
  readonly submit?: ReactNode;
  readonly submitTone?: ButtonTone;
  /** What submitting does, and the hidden fields. */
  readonly children: ReactNode;
}

/** A form that says what it will do after a first click, and does it after a second. Without JavaScript it is open. */
export function SecondClick({
  state,
  formProps,
  button,
  tone = "secondary",
  submitTone = "primary",
  submit = (
    <SubmitButton size="small" tone={submitTone}>
      {button}
    </SubmitButton>
  ),
  children,
}: SecondClickProps) {
  const [isAsked, setAsked] = useState(false);
  const isHydrated = useIsHydrated();
  useDone(state, () => setAsked(false));
  if (isHydrated && !isAsked) {
    return (
      <div>
        <Button size="small" tone={tone} onClick={() => setAsked(true)}>
          {button}
        </Button>
      </div>
    );
  }
  return (
    <form {...formProps} className="flex flex-col gap-2">
      <FormError message={failureOf(state)} attempt={state} checkHref="" />
      {children}
      <div className="flex flex-wrap gap-2">
        {submit}
        {isHydrated && (
          <Button size="small" tone="quiet" onClick={() => setAsked(false)}>
            Cancel
          </Button>
        )}
      </div>
    </form>
  );
}
