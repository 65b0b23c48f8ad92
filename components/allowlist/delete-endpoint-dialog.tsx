"use client";

import { Alert } from "@/components/ui/alert";
import { ConfirmationField } from "@/components/ui/confirmation-field";
import { Dialog } from "@/components/ui/dialog";
import { DialogCancel } from "@/components/ui/dialog-cancel";
import { DialogBody, DialogFooter, dialogFormStyle } from "@/components/ui/dialog-parts";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { deleteEndpointAction } from "@/lib/allowlist/actions";
import type { EnvironmentTarget } from "@/lib/authorization/grant";
import { errorsOf } from "@/lib/web/form-state";
import { TargetFields } from "./target-fields";

interface DeleteEndpointDialogProps {
  readonly name: string;
  readonly place: EnvironmentTarget;
  readonly basePath: string;
  readonly onClose: () => void;
}

/** Deletes an endpoint for ever, after its name was typed. */
export function DeleteEndpointDialog({ name, place, basePath, onClose }: DeleteEndpointDialogProps) {
  const { state, formProps } = useFormAction(deleteEndpointAction);
  const errors = errorsOf(state, "confirmation");
  const message = state.status === "failed" && errors.length === 0 ? state.message : null;
  return (
    <Dialog title={`Delete ${name}?`} shape="narrow" onClose={onClose} closeHref={basePath}>
      <form {...formProps} className={dialogFormStyle} autoComplete="off" noValidate>
        <TargetFields place={place} name={name} />
        <DialogBody className="flex flex-col gap-4">
          <FormError message={message} attempt={state} />
          <Alert tone="danger" title="This cannot be undone">
            Whatever sends through it stops working, and its configuration is gone. The secrets that it uses
            stay, and what was sent stays in the audit log.
          </Alert>
          <ConfirmationField noun="name" wanted={name} state={state} />
        </DialogBody>
        <DialogFooter>
          <DialogCancel href={basePath} />
          <SubmitButton tone="danger">Delete permanently</SubmitButton>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
