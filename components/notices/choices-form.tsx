"use client";

import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { chooseNoticesAction } from "@/lib/notices/choices/actions";
import type { NoticeChoicesData } from "@/lib/notices/choices/loaders";
import { TIMING_NAMES } from "@/lib/notices/model";
import { errorsOf, failureOf, typedOr } from "@/lib/web/form-state";

/** Chooses what one is told of by mail, and when. */
export function ChoicesForm({ hasMail, choices }: NoticeChoicesData) {
  const { state, formProps } = useFormAction(chooseNoticesAction);
  const names = choices.map(({ name }) => name);
  return (
    <form {...formProps} noValidate className="flex flex-col gap-4">
      {!hasMail && (
        <Alert title="No mail is sent yet">
          This instance has no mail server. What you choose counts once one is set up.
        </Alert>
      )}
      <FormError message={failureOf(state, ...names)} attempt={state} checkHref="" />
      {state.status === "done" && <Alert tone="success" role="status" title="Notifications saved" />}
      <div className="grid gap-4 sm:grid-cols-2">
        {choices.map(({ name, label, about, timings, timing }) => (
          <Field key={name} label={label} hint={about} errors={errorsOf(state, name)}>
            {(control) => (
              <Select
                {...control}
                name={name}
                options={timings.map((value) => ({ value, label: TIMING_NAMES[value] }))}
                defaultValue={typedOr(state, name, timing)}
              />
            )}
          </Field>
        ))}
      </div>
      <div>
        <SubmitButton tone="secondary">Save notifications</SubmitButton>
      </div>
    </form>
  );
}
