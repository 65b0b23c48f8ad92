"use client";

import { type ReactNode, useActionState, useState } from "react";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { completeEnrolmentAction, enrolTotpAction, startEnrolmentAction } from "@/lib/auth/enrolment/actions";
import type { TotpSetup } from "@/lib/auth/totp/model";
import { errorsOf, type FormState, failureOf, idle } from "@/lib/web/form-state";
import { LeaveSignIn } from "./leave-sign-in";
import { NextField } from "./next-field";
import { PasskeyEnrolment } from "./passkey-enrolment";
import { RecoveryCodes } from "./recovery-codes";
import { TotpFields } from "./totp-fields";
import { useTyped } from "./use-typed";

interface EnrolmentProps {
  readonly setup: TotpSetup | null;
  /** Whether a factor was set up already, and all that is left is to go on. */
  readonly isEnrolled: boolean;
  readonly newPasskeyName: string;
  readonly next: string | null;
}

/** Sets up a first second factor within a sign-in: choose, confirm by a first code, keep the recovery codes, go on. */
export function Enrolment({ setup, isEnrolled, newPasskeyName, next }: EnrolmentProps) {
  const [state, action] = useActionState(enrolTotpAction, idle);
  const [passkeyCodes, setPasskeyCodes] = useState<readonly string[] | null>(null);
  const codes = state.status === "done" ? state.data.codes : passkeyCodes;
  if (codes) {
    return (
      <RecoveryCodes codes={codes}>
        <GoOn label="I’ve saved these codes" next={next} />
      </RecoveryCodes>
    );
  }
  if (isEnrolled) return <GoOn label="Go on" next={next} />;
  const hasNoSetup = state.status === "failed" && !setup;
  return (
    <>
      <FormError message={hasNoSetup ? state.message : null} attempt={state} />
      {setup ? (
        <FirstCode state={state} action={action} setup={setup} next={next} />
      ) : (
        <Choice next={next}>
          <PasskeyEnrolment next={next} newName={newPasskeyName} onEnrolled={setPasskeyCodes} />
        </Choice>
      )}
      <LeaveSignIn />
    </>
  );
}

interface FirstCodeProps {
  readonly state: FormState<unknown>;
  readonly action: (form: FormData) => void;
  readonly setup: TotpSetup;
  readonly next: string | null;
}

function FirstCode({ state, action, setup, next }: FirstCodeProps) {
  const code = useTyped("");
  const errors = errorsOf(state, "code");
  return (
    <form action={action} noValidate className="flex flex-col gap-4">
      <FormError message={failureOf(state, "code")} attempt={state} />
      <NextField next={next} />
      <TotpFields setup={setup} typed={code} errors={errors} />
      <SubmitButton>Confirm the code</SubmitButton>
    </form>
  );
}

function Choice({ next, children }: { readonly next: string | null; readonly children: ReactNode }) {
  const [state, action] = useActionState(startEnrolmentAction, idle);
  return (
    <div className="flex flex-col gap-4">
      <form action={action} className="flex flex-col gap-4">
        <FormError message={failureOf(state)} attempt={state} />
        <NextField next={next} />
        <SubmitButton>Set up an authenticator app</SubmitButton>
      </form>
      {children}
    </div>
  );
}

function GoOn({ label, next }: { readonly label: string; readonly next: string | null }) {
  const [state, action] = useActionState(completeEnrolmentAction, idle);
  return (
    <form action={action} className="flex flex-col gap-4">
      <FormError message={failureOf(state)} attempt={state} />
      <NextField next={next} />
      <SubmitButton>{label}</SubmitButton>
    </form>
  );
}
