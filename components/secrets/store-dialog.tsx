"use client";

import { useState } from "react";
import { DialogLink } from "@/components/ui/dialog-link";
import { DoneDialog } from "@/components/ui/done-dialog";
import { FormDialog } from "@/components/ui/form-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { nameIssue } from "@/lib/names/model";
import { storeSecretAction } from "@/lib/secrets/actions";
import { errorsOf } from "@/lib/web/form-state";
import { type Draft, typedDraft } from "./draft";
import { setExactValue } from "./exact-value";
import { NameField } from "./name-field";
import { ClassificationFields, DescriptionField, ScopeFields } from "./secret-fields";
import { ValueField } from "./value-field";

const NEW_DRAFT: Draft = { name: "", description: "", category: "custom", audience: "all" };

interface StoreDialogProps {
  readonly scope: EnvironmentRef;
  readonly environmentName: string;
  readonly basePath: string;
  /** The name that an address fills in, such as that of a declaration without a value; only one that can be stored is. */
  readonly suggestedName: string;
  /** Whether there is an external manager that the value can stay in. */
  readonly hasManagers: boolean;
  readonly onClose: () => void;
  readonly onStored: (stored: { readonly id: string; readonly name: string }) => void;
}

/** Stores a new secret. The value is in this component's memory only, and gone with it. */
export function StoreDialog({
  scope,
  environmentName,
  basePath,
  suggestedName,
  hasManagers,
  onClose,
  onStored,
}: StoreDialogProps) {
  const initialName = nameIssue(suggestedName) === null ? suggestedName : "";
  const [value, setValue] = useState("");
  const { state, formProps } = useFormAction(storeSecretAction, (form) => setExactValue(form, value));
  const [draft, setDraft] = useState<Draft>(() => typedDraft(state, { ...NEW_DRAFT, name: initialName }));
  useDone(state, onStored);
  const change = (changed: Partial<Draft>) => setDraft((now) => ({ ...now, ...changed }));
  const hasUnsaved = () =>
    state.status !== "done" && (value !== "" || draft.name !== initialName || draft.description !== "");

  if (state.status === "done")
    return <DoneDialog title={`Stored ${state.data.name}`} href={basePath} onClose={onClose} />;
  return (
    <FormDialog
      title="Store New Secret"
      description={`In ${scope.project}, ${environmentName}`}
      onClose={onClose}
      closeHref={basePath}
      hasUnsaved={hasUnsaved}
      state={state}
      formProps={formProps}
      checkHref={`${basePath}?${new URLSearchParams({ search: draft.name })}`}
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
      <ValueField
        label="Value"
        value={value}
        onChange={setValue}
        errors={errorsOf(state, "value")}
        environment={scope.environment}
      />
      {hasManagers && (
        <div>
          <DialogLink dialog="refer" tone="quiet" size="small">
            The value is kept in an external manager
          </DialogLink>
        </div>
      )}
      <DescriptionField draft={draft} onChange={change} state={state} />
      <ClassificationFields draft={draft} onChange={change} state={state} />
    </FormDialog>
  );
}
