"use client";

import { useActionState } from "react";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { signInAction } from "@/lib/auth/actions";
import { errorsOf, failureOf, idle, typedOr } from "@/lib/web/form-state";
import { EmailField, PasswordField } from "./credential-fields";
import { useTyped } from "./use-typed";

/** Signing in with address and password; works before and without JavaScript. */
export function SignInForm({ next }: { readonly next: string | null }) {
  const [state, action] = useActionState(signInAction, idle);
  const email = useTyped(typedOr(state, "email", ""));
  const password = useTyped("");
  return (
    <form action={action} noValidate className="flex flex-col gap-4">
      <FormError message={failureOf(state)} attempt={state} />
      {next && <input type="hidden" name="next" value={next} />}
      <EmailField name="email" label="Email" typed={email} errors={errorsOf(state, "email")} autoFocus />
      <PasswordField name="password" label="Password" typed={password} errors={errorsOf(state, "password")} />
      <SubmitButton>Sign in</SubmitButton>
    </form>
  );
}
