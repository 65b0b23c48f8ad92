"use client";

import { useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { useFormAction } from "@/components/ui/use-form-action";
import { useTypedBefore } from "@/components/ui/use-typed-before";
import { renameSelfAction } from "@/lib/people/profile/actions";
import { errorsOf, failureOf, typedOr } from "@/lib/web/form-state";

/** Changes one's own name. */
export function ProfileForm({ name }: { readonly name: string }) {
  const { state, formProps } = useFormAction(renameSelfAction);
  const [typed, setTyped] = useState(() => typedOr(state, "name", name));
  const field = useTypedBefore<HTMLInputElement>(setTyped);
  const errors = errorsOf(state, "name");
  return (
    <form {...formProps} noValidate className="flex max-w-100 flex-col gap-4">
      <FormError message={failureOf(state, "name")} attempt={state} checkHref="" />
      {state.status === "done" && <Alert tone="success" role="status" title="Name saved" />}
      <Field label="Name" errors={errors}>
        {(control) => (
          <TextInput
            {...control}
            ref={field}
            name="name"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="name"
          />
        )}
      </Field>
      <div>
        <SubmitButton tone="secondary">Save name</SubmitButton>
      </div>
    </form>
  );
}
