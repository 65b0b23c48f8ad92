"use client";

import { useActionState, useState } from "react";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { signInAction } from "@/lib/auth/actions";
import { errorsOf, idle, typedOr } from "@/lib/web/form-state";
import { EmailField, PasswordField } from "./credential-fields";

/** Signing in with address and password; works before and without JavaScript. */
export function SignInForm({ next }: { readonly next: string | null }) {
  const [state, action] = useActionState(signInAction, idle);
  const [email, setEmail] = useState(typedOr(state, "email", ""));
  const [password, setPassword] = useState("");
  return (
    <form action={action} noValidate className="flex flex-col gap-4">
      <FormError message={state.status === "failed" ? state.message : null} attempt={state} />
      {next && <input type="hidden" name="next" value={next} />}
      <EmailField
        name="email"
        label="Email"
        value={email}
        onChange={setEmail}
        errors={errorsOf(state, "email")}
        autoFocus
      />
      <PasswordField
        name="password"
        label="Password"
        value={password}
        onChange={setPassword}
        errors={errorsOf(state, "password")}
      />
      <SubmitButton>Sign in</SubmitButton>
    </form>
  );
}
