"use client";

import { useActionState } from "react";
import { FirstPasswordField, OwnNameField } from "@/components/auth/credential-fields";
import { useTyped } from "@/components/auth/use-typed";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { acceptInvitationAction } from "@/lib/people/invitations/actions";
import { failureOf, idle, typedOr } from "@/lib/web/form-state";

/** Accepts an invitation and signs in; works before and without JavaScript. */
export function JoinForm({ token, email }: { readonly token: string; readonly email: string }) {
  const [state, action] = useActionState(acceptInvitationAction, idle);
  const name = useTyped(typedOr(state, "name", ""));
  const password = useTyped("");
  return (
    <form action={action} noValidate className="flex flex-col gap-4">
      <FormError message={failureOf(state)} attempt={state} />
      <input type="hidden" name="token" value={token} />
      <Field label="Email" hint="You’ll sign in with this. Set by the invitation.">
        {(control) => <TextInput {...control} value={email} autoComplete="username" readOnly />}
      </Field>
      <OwnNameField typed={name} state={state} />
      <FirstPasswordField typed={password} state={state} />
      <SubmitButton>Join</SubmitButton>
    </form>
  );
}
