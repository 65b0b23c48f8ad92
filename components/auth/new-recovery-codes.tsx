"use client";

import { ButtonLink } from "@/components/ui/button-link";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { makeRecoveryCodesAction } from "@/lib/auth/recovery/actions";
import { failureOf } from "@/lib/web/form-state";
import { AccountRecoveryCodes } from "./recovery-codes";

/** Makes new recovery codes, which end the old ones, and shows them. */
export function NewRecoveryCodes() {
  const { state, formProps } = useFormAction(makeRecoveryCodesAction);
  if (state.status === "done") return <AccountRecoveryCodes codes={state.data.codes} />;
  return (
    <form {...formProps} className="flex flex-col gap-4">
      <FormError message={failureOf(state)} attempt={state} />
      <p>You get ten new codes. All codes that you have now stop working.</p>
      <div className="flex flex-wrap gap-2">
        <SubmitButton>Make new codes</SubmitButton>
        <ButtonLink href="/account">Cancel</ButtonLink>
      </div>
    </form>
  );
}
