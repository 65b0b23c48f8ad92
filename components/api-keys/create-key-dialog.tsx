"use client";

import { useRef } from "react";
import { Alert } from "@/components/ui/alert";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { useFormAction } from "@/components/ui/use-form-action";
import { createApiKeyAction } from "@/lib/api-keys/actions";
import type { ApiKeysPageData } from "@/lib/api-keys/loaders";
import { errorsOf, typedOr } from "@/lib/web/form-state";
import { CommandChoice } from "./command-choice";
import { CreatedKey } from "./created-key";
import { keyCommands } from "./key-commands";
import { ExpiryField, KindField, NamesField, PermissionFields, ReachFields } from "./key-fields";

interface CreateKeyDialogProps {
  readonly data: ApiKeysPageData;
  readonly basePath: string;
  readonly onClose: () => void;
}

/** Makes an API key, then shows it, once. */
export function CreateKeyDialog({ data, basePath, onClose }: CreateKeyDialogProps) {
  const { state, formProps } = useFormAction(createApiKeyAction);
  const form = useRef<HTMLFormElement>(null);
  const hasUnsaved = () => {
    const typed = form.current && new FormData(form.current);
    return typed !== null && (typed.get("name") !== "" || typed.get("secrets") !== "");
  };
  if (state.status === "done") {
    const { key, text, warnings } = state.data;
    return (
      <CreatedKey kind="API key" name={key.name} text={text} basePath={basePath} onClose={onClose}>
        {warnings.map((warning) => (
          <Alert key={warning} tone="warning" title={warning} />
        ))}
        <CommandChoice commands={keyCommands(key, data.origin)} />
      </CreatedKey>
    );
  }
  return (
    <FormDialog
      title="Create API key"
      description={`For project ${data.project.name}`}
      onClose={onClose}
      closeHref={basePath}
      hasUnsaved={hasUnsaved}
      state={state}
      formProps={formProps}
      formRef={form}
      submit={<SubmitButton>Create key</SubmitButton>}
    >
      <input type="hidden" name="project" value={data.project.slug} />
      <Field label="Name" errors={errorsOf(state, "name")} hint="Shown in the audit log.">
        {(control) => (
          <TextInput
            {...control}
            name="name"
            defaultValue={typedOr(state, "name", "")}
            placeholder="billing service, production"
            autoComplete="off"
            autoFocus
          />
        )}
      </Field>
      <KindField state={state} />
      <ReachFields
        state={state}
        projectName={data.project.name}
        environments={data.environments}
        mayReachAll={data.may.organisation}
      />
      <PermissionFields state={state} />
      <NamesField state={state} />
      <ExpiryField state={state} />
      {data.may.skipApproval && (
        <Checkbox
          name="skipsApproval"
          defaultChecked={typedOr(state, "skipsApproval", "") === "on"}
          label="Its changes need no approval"
        />
      )}
    </FormDialog>
  );
}
