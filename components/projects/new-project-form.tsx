"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { useFormAction } from "@/components/ui/use-form-action";
import { createProjectAction } from "@/lib/projects/actions";
import { errorsOf, failureOf, typedOr } from "@/lib/web/form-state";

/** Asks for the short name that stands in addresses, and for a name to read. */
export function NewProjectForm() {
  const { state, formProps } = useFormAction(createProjectAction);
  const [slug, setSlug] = useState(() => typedOr(state, "slug", ""));
  const [name, setName] = useState(() => typedOr(state, "name", ""));
  return (
    <form {...formProps} className="flex flex-col gap-4" noValidate>
      <FormError message={failureOf(state)} attempt={state} checkHref="/" />
      <Field
        label="Short name"
        errors={errorsOf(state, "slug")}
        hint="Used in URLs, for example “billing-api”. Lower-case letters, digits and hyphens. Can’t be changed later."
      >
        {(control) => (
          <TextInput
            {...control}
            mono
            name="slug"
            value={slug}
            onChange={(event) => setSlug(event.target.value)}
          />
        )}
      </Field>
      <Field label="Name (optional)" errors={errorsOf(state, "name")}>
        {(control) => (
          <TextInput
            {...control}
            name="name"
            value={name}
            onChange={(event) => setName(event.target.value)}
            autoComplete="off"
          />
        )}
      </Field>
      <div>
        <SubmitButton>Create project</SubmitButton>
      </div>
    </form>
  );
}
