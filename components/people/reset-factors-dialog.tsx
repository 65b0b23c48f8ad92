"use client";

import { useEffect } from "react";
import { Alert } from "@/components/ui/alert";
import { Dialog } from "@/components/ui/dialog";
import { DialogCancel } from "@/components/ui/dialog-cancel";
import { DialogBody, DialogFooter, dialogFormStyle } from "@/components/ui/dialog-parts";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { resetFactorsAction } from "@/lib/people/factors/actions";

interface ResetFactorsDialogProps {
  readonly person: { readonly id: string; readonly name: string };
  /** The page without the dialog. */
  readonly basePath: string;
  readonly onClose: () => void;
  readonly onReset: () => void;
}

/** Lets somebody back in who lost their second factor. */
export function ResetFactorsDialog({ person, basePath, onClose, onReset }: ResetFactorsDialogProps) {
  const { state, formProps } = useFormAction(resetFactorsAction);
  useEffect(() => {
    if (state.status === "done") onReset();
  }, [state, onReset]);
  return (
    <Dialog
      title={`Reset the second factor of ${person.name}?`}
      shape="narrow"
      onClose={onClose}
      closeHref={basePath}
    >
      <form {...formProps} className={dialogFormStyle}>
        <input type="hidden" name="personId" value={person.id} />
        <DialogBody className="flex flex-col gap-4">
          <FormError message={state.status === "failed" ? state.message : null} attempt={state} />
          {state.status === "done" ? (
            <Alert tone="success" role="status" title="The second factor is reset" />
          ) : (
            <p className="text-pretty">
              Their authenticator app, passkeys and recovery codes are removed, and they are signed out
              everywhere. Be sure that it is really them who asks: from then on the password is enough.
            </p>
          )}
        </DialogBody>
        <DialogFooter>
          <DialogCancel href={basePath} />
          <SubmitButton tone="danger">Reset second factor</SubmitButton>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
