"use client";

import { useState } from "react";
import { DoneDialog } from "@/components/ui/done-dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { storeReferenceAction } from "@/lib/managers/actions";
import { errorsOf, typedOr } from "@/lib/web/form-state";
import { type Draft, typedDraft } from "./draft";
import { NameField } from "./name-field";
import { ClassificationFields, DescriptionField, ScopeFields } from "./secret-fields";

const NEW_DRAFT: Draft = { name: "", description: "", category: "custom", audience: "all" };

interface ReferDialogProps {
  readonly scope: EnvironmentRef;
  readonly environmentName: string;
  readonly basePath: string;
  /** Names of external managers. */
  readonly managers: readonly string[];
  readonly onClose: () => void;
  readonly onStored: (stored: { readonly id: string; readonly name: string }) => void;
}

/** Stores a new secret whose value stays in an external manager. */
export function ReferDialog({
  scope,
  environmentName,
  basePath,
  managers,
  onClose,
  onStored,
}: ReferDialogProps) {
  const { state, formProps } = useFormAction(storeReferenceAction);
  const [draft, setDraft] = useState<Draft>(() => typedDraft(state, NEW_DRAFT));
  useDone(state, onStored);
  const change = (changed: Partial<Draft>) => setDraft((now) => ({ ...now, ...changed }));
  if (state.status === "done")
    return <DoneDialog title={`Stored ${state.data.name}`} href={basePath} onClose={onClose} />;
  const text = (name: string, label: string, hint?: string) => (
    <Field label={label} hint={hint} errors={errorsOf(state, name)}>
      {(control) => (
        <TextInput {...control} name={name} mono autoComplete="off" defaultValue={typedOr(state, name, "")} />
      )}
    </Field>
  );
  return (
    <FormDialog
      title="Store New Secret"
      description={`In ${scope.project}, ${environmentName}. Its value stays in an external manager.`}
      onClose={onClose}
      closeHref={basePath}
      hasUnsaved={() => draft.name !== "" || draft.description !== ""}
      state={state}
      formProps={formProps}
      submit={<SubmitButton>Save</SubmitButton>}
    >
      <ScopeFields {...scope} />
      <NameField
        label="Secret name"
        name={draft.name}
        onChange={(name) => change({ name })}
        errors={errorsOf(state, "name")}
        basePath={basePath}
        autoFocus
      />
      <Field label="Value is kept in" errors={errorsOf(state, "manager")}>
        {(control) => (
          <Select
            {...control}
            name="manager"
            options={managers.map((value) => ({ value, label: value }))}
            defaultValue={typedOr(state, "manager", managers[0] ?? "")}
          />
        )}
      </Field>
      {text("path", "Path", "As in app/database, without the mount.")}
      <div className="grid gap-4 sm:grid-cols-2">
        {text("field", "Field (optional)", "Where the path holds several.")}
        {text("label", "Version (optional)", "The current one unless told.")}
      </div>
      <DescriptionField draft={draft} onChange={change} state={state} />
      <ClassificationFields draft={draft} onChange={change} state={state} />
    </FormDialog>
  );
}
