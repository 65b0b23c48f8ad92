"use client";

import { useEffect } from "react";
import { Alert } from "@/components/ui/alert";
import { ConfirmationField } from "@/components/ui/confirmation-field";
import { Dialog } from "@/components/ui/dialog";
import { DialogCancel } from "@/components/ui/dialog-cancel";
import { DialogBody, DialogFooter, dialogFormStyle } from "@/components/ui/dialog-parts";
import { DoneDialog } from "@/components/ui/done-dialog";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import type { EnvironmentTarget } from "@/lib/authorization/grant";
import { deleteSecretAction } from "@/lib/secrets/actions";
import type { SecretMeta } from "@/lib/secrets/model";
import { errorsOf } from "@/lib/web/form-state";
import { MappedPlaceList, placesIn } from "./mapped-places";
import { PlaceFields } from "./secret-fields";
import { UseList, usesIn } from "./use-list";
import { UsedBy } from "./used-by";

interface DeleteDialogProps {
  readonly secret: SecretMeta;
  readonly place: EnvironmentTarget;
  readonly basePath: string;
  readonly onClose: () => void;
  readonly onDeleted: (deleted: { readonly id: string; readonly name: string }) => void;
}

/** Deletes a secret for ever, after its name was typed. */
export function DeleteDialog({ secret, place, basePath, onClose, onDeleted }: DeleteDialogProps) {
  const { state, formProps } = useFormAction(deleteSecretAction);
  useEffect(() => {
    if (state.status === "done") onDeleted(state.data);
  }, [state, onDeleted]);
  const errors = errorsOf(state, "confirmation");
  const places = state.status === "failed" ? placesIn(state.facts) : [];
  const uses = state.status === "failed" ? usesIn(state.facts) : [];
  const message = state.status === "failed" && errors.length === 0 ? state.message : null;
  if (state.status === "done")
    return <DoneDialog title={`Deleted ${secret.name}`} href={basePath} onClose={onClose} />;
  return (
    <Dialog title={`Delete ${secret.name}?`} shape="narrow" onClose={onClose} closeHref={basePath}>
      <form {...formProps} className={dialogFormStyle} autoComplete="off" noValidate>
        <PlaceFields {...place} />
        <input type="hidden" name="secretId" value={secret.id} />
        <DialogBody className="flex flex-col gap-4">
          <FormError message={message} attempt={state}>
            {places.length > 0 && <MappedPlaceList places={places} count={places.length} />}
            {uses.length > 0 && <UseList uses={uses} count={uses.length} />}
          </FormError>
          {places.length === 0 && uses.length === 0 && <UsedBy secret={secret} basePath={basePath} />}
          <Alert tone="danger" title="This cannot be undone">
            <WhatIsLost secret={secret} />
          </Alert>
          <ConfirmationField noun="name" wanted={secret.name} state={state} />
        </DialogBody>
        <DialogFooter>
          <DialogCancel href={basePath} />
          <SubmitButton tone="danger">Delete permanently</SubmitButton>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

function WhatIsLost({ secret }: { readonly secret: SecretMeta }) {
  const versions = secret.version === 1 ? "Its value is" : `All ${secret.version} versions of its value are`;
  return `${versions} erased, and whatever still reads it stops working. The change log stays.`;
}
