"use client";

import type { ReactNode } from "react";
import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button-link";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { confirmTotpAction, startTotpAction } from "@/lib/auth/totp/actions";
import type { TotpSetup } from "@/lib/auth/totp/model";
import { errorsOf, failureOf } from "@/lib/web/form-state";
import { AccountRecoveryCodes } from "./recovery-codes";
import { TotpFields } from "./totp-fields";
import { useTyped } from "./use-typed";

interface AuthenticatorSetupProps {
  readonly setup: TotpSetup | null;
  readonly isReplacing: boolean;
}

/** Sets up an authenticator app on the account page, or another in its place. */
export function AuthenticatorSetup({ setup, isReplacing }: AuthenticatorSetupProps) {
  const { state, formProps } = useFormAction(confirmTotpAction);
  const code = useTyped("");
  const errors = errorsOf(state, "code");
  if (state.status === "done") return <SetUp codes={state.data.codes} />;
  const message = failureOf(state, "code");
  const failure = <FormError message={message} attempt={state} />;
  if (!setup) return <Start isReplacing={isReplacing} failure={failure} />;
  return (
    <form {...formProps} noValidate className="flex flex-col gap-4">
      {failure}
      <TotpFields setup={setup} typed={code} errors={errors} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton>Confirm the code</SubmitButton>
        <ButtonLink href="/account">Cancel</ButtonLink>
      </div>
    </form>
  );
}

function Start({ isReplacing, failure }: { readonly isReplacing: boolean; readonly failure: ReactNode }) {
  const { state, formProps } = useFormAction(startTotpAction);
  return (
    <form {...formProps} className="flex flex-col gap-4">
      {failure}
      <FormError message={failureOf(state)} attempt={state} />
      <p className="text-pretty">
        {isReplacing
          ? "The app that you have now works until you type the first code of the new one. Then your other sessions end."
          : "Use any authenticator app. You’ll enter its code when you sign in."}
      </p>
      <div className="flex flex-wrap gap-2">
        <SubmitButton>{isReplacing ? "Set up another app" : "Set up an app"}</SubmitButton>
        <ButtonLink href="/account">Cancel</ButtonLink>
      </div>
    </form>
  );
}

function SetUp({ codes }: { readonly codes: readonly string[] }) {
  if (codes.length > 0) return <AccountRecoveryCodes codes={codes} />;
  return (
    <Alert
      tone="success"
      role="status"
      title="Your authenticator app is set up"
      actions={<ButtonLink href="/account">Back to your account</ButtonLink>}
    >
      Your recovery codes stay the same.
    </Alert>
  );
}
