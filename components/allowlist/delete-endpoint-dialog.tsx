"use client";

import { Alert } from "@/components/ui/alert";
import { ConfirmationField } from "@/components/ui/confirmation-field";
import { FormDialog } from "@/components/ui/form-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { deleteEndpointAction } from "@/lib/allowlist/actions";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { TargetFields } from "./target-fields";

interface DeleteEndpointDialogProps {
  readonly name: string;
  readonly scope: EnvironmentRef;
  readonly basePath: string;
  readonly onClose: () => void;
}

/** Deletes an endpoint for ever, after its name was typed. */
export function DeleteEndpointDialog({ name, scope, basePath, onClose }: DeleteEndpointDialogProps) {
  const { state, formProps } = useFormAction(deleteEndpointAction);
  return (
    <FormDialog
      title={`Delete ${name}?`}
      shape="narrow"
      onClose={onClose}
      closeHref={basePath}
      state={state}
      formProps={formProps}
      fields={["confirmation"]}
      submit={<SubmitButton tone="danger">Delete permanently</SubmitButton>}
    >
      <TargetFields scope={scope} name={name} />
      <Alert tone="danger" title="This cannot be undone">
        Callers of this endpoint will fail; its configuration is deleted. The secrets that it uses stay, and
        what was sent stays in the audit log.
      </Alert>
      <ConfirmationField noun="name" wanted={name} state={state} />
    </FormDialog>
  );
}
