"use client";

import { useActionState } from "react";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { leaveSignInAction } from "@/lib/auth/second-step/actions";
import { failureOf, idle } from "@/lib/web/form-state";

/** Gives a sign-in up, to begin again as somebody else. */
export function LeaveSignIn() {
  const [state, action] = useActionState(leaveSignInAction, idle);
  return (
    <form action={action} className="border-t border-line pt-4">
      <FormError message={failureOf(state)} attempt={state} />
      <SubmitButton tone="quiet" size="small">
        Cancel this sign-in
      </SubmitButton>
    </form>
  );
}
