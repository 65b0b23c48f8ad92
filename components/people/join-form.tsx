"use client";

import { useActionState } from "react";
import { PasswordField } from "@/components/auth/credential-fields";
import { useTyped } from "@/components/auth/use-typed";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { PASSWORD_LENGTH_MIN } from "@/lib/auth/password-rule";
import { acceptInvitationAction } from "@/lib/people/invitations/actions";
import { errorsOf, idle, typedOr } from "@/lib/web/form-state";

/** Accepts an invitation and signs in; works before and without JavaScript. */
export function JoinForm({ token, email }: { readonly token: string; readonly email: string }) {
  const [state, action] = useActionState(acceptInvitationAction, idle);
  const name = useTyped(typedOr(state, "name", ""));
  const password = useTyped("");
  return (
    <form action={action} noValidate className="flex flex-col gap-4">
      <FormError message={state.status === "failed" ? state.message : null} attempt={state} />
      <input type="hidden" name="token" value={token} />
      <Field label="Email" hint="What you sign in with. It was fixed with the invitation.">
        {(control) => <TextInput {...control} value={email} autoComplete="username" readOnly />}
      </Field>
      <Field label="Name" errors={errorsOf(state, "name")}>
        {(control) => (
          <TextInput {...control} name="name" {...name.input} autoComplete="name" autoFocus required />
        )}
      </Field>
      <PasswordField
        name="password"
        label="Password"
        typed={password}
        errors={errorsOf(state, "password")}
        hint={`At least ${PASSWORD_LENGTH_MIN} characters. A few random words do well.`}
        isNew
      />
      <SubmitButton>Join</SubmitButton>
    </form>
  );
}
