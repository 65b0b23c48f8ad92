"use client";

import { useActionState, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { PASSWORD_LENGTH_MIN } from "@/lib/auth/password-rule";
import { counted } from "@/lib/counted";
import { changePasswordAction } from "@/lib/people/actions";
import { errorsOf, failureOf, idle } from "@/lib/web/form-state";
import { PasswordField } from "./credential-fields";
import { useTyped } from "./use-typed";

/** Changes one's own password; works before and without JavaScript. */
export function PasswordForm({ email }: { readonly email: string }) {
  const [state, action] = useActionState(changePasswordAction, idle);
  const [answered, setAnswered] = useState<unknown>(state);
  const current = useTyped("");
  const replacement = useTyped("");
  if (state !== answered) {
    setAnswered(state);
    if (state.status === "done") {
      current.clear();
      replacement.clear();
    }
  }
  return (
    <form action={action} noValidate className="flex max-w-100 flex-col gap-4">
      <FormError message={failureOf(state)} attempt={state} />
      {state.status === "done" && (
        <Alert tone="success" role="status" title="Password changed">
          {endedText(state.data)}
        </Alert>
      )}
      {/* Tells password managers whose password this is. */}
      <input type="text" autoComplete="username" defaultValue={email} readOnly hidden />
      <PasswordField
        name="currentPassword"
        label="Current password"
        typed={current}
        errors={errorsOf(state, "currentPassword")}
      />
      <PasswordField
        name="newPassword"
        label="New password"
        typed={replacement}
        errors={errorsOf(state, "newPassword")}
        hint={`At least ${PASSWORD_LENGTH_MIN} characters. Your other sessions and your personal keys end.`}
        isNew
      />
      <div>
        <SubmitButton>Change password</SubmitButton>
      </div>
    </form>
  );
}

interface Ended {
  readonly endedSessions: number;
  readonly endedKeys: number;
}

function endedText({ endedSessions, endedKeys }: Ended): string {
  const sessions =
    endedSessions === 1
      ? "One other session has ended."
      : endedSessions === 0
        ? "There was no other session to end."
        : `${endedSessions} other sessions have ended.`;
  return endedKeys === 0 ? sessions : `${sessions} So did ${counted(endedKeys, "personal key")}.`;
}
