"use client";

import { useActionState } from "react";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { createFirstOwnerAction } from "@/lib/people/actions";
import { errorsOf, failureOf, idle, typedOr } from "@/lib/web/form-state";
import { EmailField, FirstPasswordField, OwnNameField } from "./credential-fields";
import { useTyped } from "./use-typed";

/** Makes the first Owner and signs them in; works before and without JavaScript. */
export function FirstOwnerForm({ token }: { readonly token: string }) {
  const [state, action] = useActionState(createFirstOwnerAction, idle);
  const name = useTyped(typedOr(state, "name", ""));
  const email = useTyped(typedOr(state, "email", ""));
  const password = useTyped("");
  return (
    <form action={action} noValidate className="flex flex-col gap-4">
      <FormError message={failureOf(state)} attempt={state} />
      <input type="hidden" name="token" value={token} />
      <OwnNameField typed={name} state={state} />
      <EmailField
        name="email"
        label="Email"
        typed={email}
        errors={errorsOf(state, "email")}
        hint="You’ll sign in with this. No email is sent."
      />
      <FirstPasswordField typed={password} state={state} />
      <SubmitButton>Create Owner</SubmitButton>
    </form>
  );
}
