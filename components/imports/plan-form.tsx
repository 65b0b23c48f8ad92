"use client";

import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { useFormAction } from "@/components/ui/use-form-action";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { planImportAction } from "@/lib/imports/actions";
import { DEFAULT_NAMES } from "@/lib/imports/model";
import { errorsOf, failureOf, typedOr } from "@/lib/web/form-state";

interface PlanFormProps {
  readonly scope: EnvironmentRef;
  readonly environmentName: string;
  readonly managers: readonly string[];
}

/** Asks what to import. Nothing is stored before its plan was seen. */
export function PlanForm({ scope, environmentName, managers }: PlanFormProps) {
  const { state, formProps } = useFormAction(planImportAction);
  return (
    <Card title={`Import into ${environmentName}`} description="The plan comes first. Nothing is stored yet.">
      <form {...formProps} className="flex flex-col gap-4">
        <FormError message={failureOf(state)} attempt={state} />
        <input type="hidden" name="project" value={scope.project} />
        <input type="hidden" name="environment" value={scope.environment} />
        <Field label="External manager" errors={errorsOf(state, "manager")}>
          {(control) => (
            <Select
              {...control}
              name="manager"
              options={managers.map((value) => ({ value, label: value }))}
              defaultValue={typedOr(state, "manager", managers[0] ?? "")}
            />
          )}
        </Field>
        <Field
          label="Path"
          errors={errorsOf(state, "path")}
          hint="What lies there and below it. Empty: everything that the manager shows."
        >
          {(control) => (
            <TextInput
              {...control}
              name="path"
              mono
              autoComplete="off"
              defaultValue={typedOr(state, "path", "")}
            />
          )}
        </Field>
        <Field
          label="Names"
          errors={errorsOf(state, "names")}
          hint="{path} is the path below the one above, {field} the field: the field password of app/db becomes APP_DB_PASSWORD."
        >
          {(control) => (
            <TextInput
              {...control}
              name="names"
              mono
              autoComplete="off"
              defaultValue={typedOr(state, "names", DEFAULT_NAMES)}
            />
          )}
        </Field>
        <div>
          <SubmitButton>Plan import</SubmitButton>
        </div>
      </form>
    </Card>
  );
}
