"use client";

import { useActionState } from "react";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { PASSWORD_LENGTH_MIN } from "@/lib/auth/password-rule";
import { createFirstOwnerAction } from "@/lib/people/actions";
import { errorsOf, idle, typedOr } from "@/lib/web/form-state";
import { EmailField, PasswordField } from "./credential-fields";
import { useTyped } from "./use-typed";

/** Makes the first Owner and signs them in; works before and without JavaScript. */
export function FirstOwnerForm({ token }: { readonly token: string }) {
  const [state, action] = useActionState(createFirstOwnerAction, idle);
  const name = useTyped(typedOr(state, "name", ""));
  const email = useTyped(typedOr(state, "email", ""));
  const password = useTyped("");
  return (
    <form action={action} noValidate className="flex flex-col gap-4">
      <FormError message={state.status === "failed" ? state.message : null} attempt={state} />
      <input type="hidden" name="token" value={token} />
      <Field label="Name" errors={errorsOf(state, "name")}>
        {(control) => (
          <TextInput {...control} name="name" {...name.input} autoComplete="name" autoFocus required />
        )}
      </Field>
      <EmailField
        name="email"
        label="Email"
        typed={email}
        errors={errorsOf(state, "email")}
        hint="What you sign in with. No mail is sent."
      />
      <PasswordField
        name="password"
        label="Password"
        typed={password}
        errors={errorsOf(state, "password")}
        hint={`At least ${PASSWORD_LENGTH_MIN} characters. A few random words do well.`}
        isNew
      />
      <SubmitButton>Create Owner</SubmitButton>
    </form>
  );
}
