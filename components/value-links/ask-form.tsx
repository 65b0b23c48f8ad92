"use client";

import { useState } from "react";
import { type Draft, typedDraft } from "@/components/secrets/draft";
import { NameField } from "@/components/secrets/name-field";
import { ClassificationFields, DescriptionField, ScopeFields } from "@/components/secrets/secret-fields";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { LinkField } from "@/components/ui/link-field";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { Time } from "@/components/ui/time";
import { useFormAction } from "@/components/ui/use-form-action";
import { askPath, secretsPath } from "@/lib/projects/model";
import { askForValueAction } from "@/lib/value-links/actions";
import type { AskPageData } from "@/lib/value-links/loaders";
import { LINK_HOURS } from "@/lib/value-links/model";
import { errorsOf, failureOf, typedOr } from "@/lib/web/form-state";

const HOURS = [
  { value: "1", label: "1 hour" },
  { value: "4", label: "4 hours" },
  { value: "24", label: "24 hours" },
  { value: "72", label: "3 days" },
  { value: String(LINK_HOURS.max), label: "7 days" },
];

/** Makes a link by which somebody gives a value, and shows it once. */
export function AskForm({ data: { scope, secret, suggestedName } }: { readonly data: AskPageData }) {
  const { state, formProps } = useFormAction(askForValueAction);
  const [draft, setDraft] = useState<Draft>(() =>
    typedDraft(state, {
      name: secret ?? suggestedName,
      description: "",
      category: "custom",
      audience: "all",
    }),
  );
  if (state.status === "done") {
    const { name, url, expiresAt } = state.data;
    return (
      <div className="flex flex-col gap-4">
        <Alert tone="success" role="status" title={`The link for ${name} is ready`}>
          It works once, until <Time value={expiresAt} as="exact" />. It is shown only now.
        </Alert>
        <LinkField label="Link" link={url} />
        <p className="text-muted">
          Whoever has it can give the value, and sees nothing but what the page says. Send it to the right
          person.
        </p>
      </div>
    );
  }
  const change = (changed: Partial<Draft>) => setDraft((now) => ({ ...now, ...changed }));
  return (
    <form {...formProps} className="flex flex-col gap-4" autoComplete="off" noValidate>
      <FormError
        message={failureOf(state, "name", "recipient", "hours", "description")}
        attempt={state}
        checkHref={askPath(scope.project, scope.environment)}
      />
      <ScopeFields {...scope} />
      {secret === null ? (
        <NameField
          label="Secret name"
          name={draft.name}
          onChange={(name) => change({ name })}
          errors={errorsOf(state, "name")}
          basePath={secretsPath(scope.project, scope.environment)}
          autoFocus
        />
      ) : (
        <input type="hidden" name="name" value={secret} />
      )}
      <Field
        label="For whom (optional)"
        hint="The page of the link says it, such as “Ada of the bank”."
        errors={errorsOf(state, "recipient")}
      >
        {(control) => (
          <TextInput
            {...control}
            name="recipient"
            defaultValue={typedOr(state, "recipient", "")}
            autoComplete="off"
          />
        )}
      </Field>
      <Field label="Works for" errors={errorsOf(state, "hours")}>
        {(control) => (
          <Select
            {...control}
            name="hours"
            options={HOURS}
            defaultValue={typedOr(state, "hours", String(LINK_HOURS.initial))}
          />
        )}
      </Field>
      {secret === null && (
        <>
          <DescriptionField draft={draft} onChange={change} state={state} />
          <ClassificationFields draft={draft} onChange={change} state={state} />
        </>
      )}
      <div>
        <SubmitButton>Make the link</SubmitButton>
      </div>
    </form>
  );
}
