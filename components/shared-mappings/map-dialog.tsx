"use client";

import { useId, useState } from "react";
import { NameField } from "@/components/secrets/name-field";
import { ScopeFields } from "@/components/secrets/secret-fields";
import { DoneDialog } from "@/components/ui/done-dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import { useTypedBefore } from "@/components/ui/use-typed-before";
import { secretsPath } from "@/lib/projects/model";
import { createMappingAction } from "@/lib/shared-mappings/actions";
import type { SharedPageData } from "@/lib/shared-mappings/loaders";
import { errorsOf, typedOr } from "@/lib/web/form-state";
import { useSharedNames } from "./use-shared-names";

interface MapDialogProps {
  readonly data: SharedPageData;
  readonly basePath: string;
  readonly onClose: () => void;
  readonly onMapped: (name: string) => void;
}

/** Lets a name here stand for a shared secret. The name follows the secret's until one types another. */
export function MapDialog({ data, basePath, onClose, onMapped }: MapDialogProps) {
  const { scope, environmentName, sharedEnvironments } = data;
  const { state, formProps } = useFormAction(createMappingAction);
  const first = sharedEnvironments.find(({ slug }) => slug === scope.environment) ?? sharedEnvironments[0];
  const [environment, setEnvironment] = useState(() =>
    typedOr(state, "sharedEnvironment", first?.slug ?? ""),
  );
  const [sharedName, setSharedName] = useState(() => typedOr(state, "sharedName", ""));
  const [ownName, setOwnName] = useState<string | null>(() => typedOr(state, "name", "") || null);
  const field = useTypedBefore<HTMLInputElement>(setSharedName);
  const names = useSharedNames(environment, sharedName);
  const listId = useId();
  useDone(state, ({ name }) => onMapped(name));
  if (state.status === "done")
    return <DoneDialog title={`Added ${state.data.name}`} href={basePath} onClose={onClose} />;
  return (
    <FormDialog
      title="Add shared secret"
      description={`Into ${scope.project}, ${environmentName}`}
      onClose={onClose}
      closeHref={basePath}
      hasUnsaved={() => sharedName !== "" || ownName !== null}
      state={state}
      formProps={formProps}
      submit={<SubmitButton>Add shared secret</SubmitButton>}
    >
      <ScopeFields {...scope} />
      <Field label="Platform environment" errors={errorsOf(state, "sharedEnvironment")}>
        {(control) => (
          <Select
            {...control}
            name="sharedEnvironment"
            options={sharedEnvironments.map(({ slug, name }) => ({ value: slug, label: name }))}
            value={environment}
            onChange={(event) => setEnvironment(event.target.value)}
          />
        )}
      </Field>
      <Field label="Shared secret" errors={errorsOf(state, "sharedName")} hint="Type part of its name.">
        {(control) => (
          <TextInput
            {...control}
            ref={field}
            mono
            name="sharedName"
            list={listId}
            value={sharedName}
            onChange={(event) => setSharedName(event.target.value)}
            autoFocus
          />
        )}
      </Field>
      <datalist id={listId}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <NameField
        label="Name in this environment"
        name={ownName ?? sharedName}
        onChange={setOwnName}
        errors={errorsOf(state, "name")}
        basePath={secretsPath(scope.project, scope.environment)}
      />
    </FormDialog>
  );
}
