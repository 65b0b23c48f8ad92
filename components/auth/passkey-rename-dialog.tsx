"use client";

import { useEffect } from "react";
import { Dialog } from "@/components/ui/dialog";
import { DialogCancel } from "@/components/ui/dialog-cancel";
import { DialogBody, DialogFooter, dialogFormStyle } from "@/components/ui/dialog-parts";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { toast } from "@/components/ui/toast-store";
import { useFormAction } from "@/components/ui/use-form-action";
import { renamePasskeyAction } from "@/lib/auth/passkeys/actions";
import type { PasskeyMeta } from "@/lib/auth/passkeys/model";
import { errorsOf, typedOr } from "@/lib/web/form-state";
import { PasskeyNameField } from "./passkey-name-field";
import { useTyped } from "./use-typed";

interface PasskeyRenameDialogProps {
  readonly passkey: PasskeyMeta;
  readonly onClose: () => void;
}

/** Calls a passkey otherwise. */
export function PasskeyRenameDialog({ passkey, onClose }: PasskeyRenameDialogProps) {
  const { state, formProps } = useFormAction(renamePasskeyAction);
  const name = useTyped(typedOr(state, "name", passkey.name));
  useEffect(() => {
    if (state.status !== "done") return;
    toast(`Renamed to ${state.data.name}`);
    onClose();
  }, [state, onClose]);
  const errors = errorsOf(state, "name");
  const message = state.status === "failed" && errors.length === 0 ? state.message : null;
  return (
    <Dialog title="Rename passkey" shape="narrow" onClose={onClose} closeHref="?">
      <form {...formProps} className={dialogFormStyle} noValidate>
        <input type="hidden" name="passkeyId" value={passkey.id} />
        <DialogBody className="flex flex-col gap-4">
          <FormError message={message} attempt={state} />
          <PasskeyNameField typed={name} errors={errors} />
        </DialogBody>
        <DialogFooter>
          <DialogCancel href="?" />
          <SubmitButton>Save</SubmitButton>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
