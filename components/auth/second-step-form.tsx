"use client";

import { useActionState } from "react";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { signInByCodeAction, signInByRecoveryCodeAction } from "@/lib/auth/second-step/actions";
import { errorsOf, failureOf, idle } from "@/lib/web/form-state";
import { CodeField } from "./code-field";
import { NextField } from "./next-field";
import { useTyped } from "./use-typed";

interface StepProps {
  readonly next: string | null;
}

/** The second step with a code of the authenticator app; works before and without JavaScript. */
export function CodeStep({ next }: StepProps) {
  const [state, action] = useActionState(signInByCodeAction, idle);
  const code = useTyped("");
  return (
    <form action={action} noValidate className="flex flex-col gap-4">
      <FormError message={failureOf(state, "code")} attempt={state} />
      <NextField next={next} />
      <CodeField typed={code} errors={errorsOf(state, "code")} autoFocus />
      <SubmitButton>Sign in</SubmitButton>
    </form>
  );
}

/** The same with a recovery code, for whoever lost the phone. */
export function RecoveryStep({ next }: StepProps) {
  const [state, action] = useActionState(signInByRecoveryCodeAction, idle);
  const code = useTyped("");
  const hint = "One of your 10 recovery codes. Works once.";
  return (
    <form action={action} noValidate className="flex flex-col gap-4">
      <FormError message={failureOf(state, "recoveryCode")} attempt={state} />
      <NextField next={next} />
      <Field label="Recovery code" errors={errorsOf(state, "recoveryCode")} hint={hint}>
        {(control) => (
          <TextInput
            {...control}
            {...code.input}
            mono
            name="recoveryCode"
            autoCapitalize="characters"
            autoFocus
            required
          />
        )}
      </Field>
      <SubmitButton>Sign in</SubmitButton>
    </form>
  );
}
