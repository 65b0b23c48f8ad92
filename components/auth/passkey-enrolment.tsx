"use client";

import { useEffect } from "react";
import { FormError } from "@/components/ui/form-error";
import { enrolPasskeyAction } from "@/lib/auth/passkeys/actions";
import { NextField } from "./next-field";
import { PasskeyButton } from "./passkey-button";
import { usePasskeyForm } from "./use-passkey-form";

interface PasskeyEnrolmentProps {
  readonly next: string | null;
  /** What the new passkey is called; its owner may rename it later. */
  readonly newName: string;
  readonly onEnrolled: (codes: readonly string[]) => void;
}

/** Sets up a passkey as the first second factor, within a sign-in. */
export function PasskeyEnrolment({ next, newName, onEnrolled }: PasskeyEnrolmentProps) {
  const { state, formProps, error, isAsking } = usePasskeyForm(enrolPasskeyAction, "enrolment");
  useEffect(() => {
    if (state.status === "done") onEnrolled(state.data.codes);
  }, [state, onEnrolled]);
  return (
    <form {...formProps} className="flex flex-col gap-3">
      <FormError {...error} />
      <NextField next={next} />
      <input type="hidden" name="name" value={newName} />
      <PasskeyButton isAsking={isAsking}>Create a passkey</PasskeyButton>
    </form>
  );
}
