"use client";

import { useEffect } from "react";
import { FormError } from "@/components/ui/form-error";
import { confirmWithPasskeyAction } from "@/lib/auth/passkeys/actions";
import { PasskeyButton } from "./passkey-button";
import { usePasskeyForm } from "./use-passkey-form";

interface PasskeyConfirmProps {
  /** Where the page leads to; the dialog has none and is told by `onConfirmed`. */
  readonly next?: string | undefined;
  readonly onConfirmed?: (() => void) | undefined;
}

/** Confirms with a passkey that it is you. */
export function PasskeyConfirm({ next, onConfirmed }: PasskeyConfirmProps) {
  const { state, formProps, error, isAsking } = usePasskeyForm(confirmWithPasskeyAction, "confirmation");
  useEffect(() => {
    if (state.status === "done") onConfirmed?.();
  }, [state, onConfirmed]);
  return (
    <form {...formProps} className="flex flex-col items-start gap-3">
      <FormError {...error} />
      {next !== undefined && <input type="hidden" name="next" value={next} />}
      <PasskeyButton isAsking={isAsking}>Use a passkey</PasskeyButton>
    </form>
  );
}
