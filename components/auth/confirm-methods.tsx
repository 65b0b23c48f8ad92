"use client";

import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import { confirmByCodeAction, confirmByPasswordAction } from "@/lib/auth/confirmation/actions";
import { errorsOf, failureOf } from "@/lib/web/form-state";
import { CodeField } from "./code-field";
import { PasswordField } from "./credential-fields";
import { useTyped } from "./use-typed";

interface MethodProps {
  readonly next?: string | undefined;
  readonly onConfirmed?: (() => void) | undefined;
  readonly onCancel?: (() => void) | undefined;
}

export function ConfirmByPassword(props: MethodProps) {
  const { state, formProps } = useFormAction(confirmByPasswordAction);
  const password = useTyped("");
  useDone(state, () => props.onConfirmed?.());
  return (
    <form {...formProps} className="flex flex-col gap-4" noValidate>
      <FormError message={failureOf(state, "password")} attempt={state} />
      <Next next={props.next} />
      <PasswordField
        name="password"
        label="Your password"
        typed={password}
        errors={errorsOf(state, "password")}
        autoFocus
      />
      <Buttons onCancel={props.onCancel} />
    </form>
  );
}

export function ConfirmByCode(props: MethodProps) {
  const { state, formProps } = useFormAction(confirmByCodeAction);
  const code = useTyped("");
  useDone(state, () => props.onConfirmed?.());
  return (
    <form {...formProps} className="flex flex-col gap-4" noValidate>
      <FormError message={failureOf(state, "code")} attempt={state} />
      <Next next={props.next} />
      <CodeField typed={code} errors={errorsOf(state, "code")} autoFocus={props.next === undefined} />
      <Buttons onCancel={props.onCancel} />
    </form>
  );
}

function Next({ next }: { readonly next: string | undefined }) {
  return next === undefined ? null : <input type="hidden" name="next" value={next} />;
}

function Buttons({ onCancel }: { readonly onCancel: (() => void) | undefined }) {
  return (
    <div className="flex flex-wrap justify-end gap-2">
      {onCancel && <Button onClick={onCancel}>Cancel</Button>}
      <SubmitButton>Confirm</SubmitButton>
    </div>
  );
}
