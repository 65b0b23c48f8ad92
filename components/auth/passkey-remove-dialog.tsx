"use client";

import { useEffect } from "react";
import { Alert } from "@/components/ui/alert";
import { Dialog } from "@/components/ui/dialog";
import { DialogCancel } from "@/components/ui/dialog-cancel";
import { DialogBody, DialogFooter, dialogFormStyle } from "@/components/ui/dialog-parts";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { toast } from "@/components/ui/toast-store";
import { useFormAction } from "@/components/ui/use-form-action";
import { removePasskeyAction } from "@/lib/auth/passkeys/actions";
import type { PasskeyMeta } from "@/lib/auth/passkeys/model";

interface PasskeyRemoveDialogProps {
  readonly passkey: PasskeyMeta;
  readonly onClose: () => void;
}

/** Removes a passkey from the account; the device that made it keeps what it has. */
export function PasskeyRemoveDialog({ passkey, onClose }: PasskeyRemoveDialogProps) {
  const { state, formProps } = useFormAction(removePasskeyAction);
  useEffect(() => {
    if (state.status !== "done") return;
    toast(`Removed ${passkey.name}`);
    onClose();
  }, [state, passkey.name, onClose]);
  return (
    <Dialog title={`Remove ${passkey.name}?`} shape="narrow" onClose={onClose} closeHref="?">
      <form {...formProps} className={dialogFormStyle}>
        <input type="hidden" name="passkeyId" value={passkey.id} />
        <DialogBody className="flex flex-col gap-4">
          <FormError message={state.status === "failed" ? state.message : null} attempt={state} />
          <Alert tone="warning" title="It no longer signs you in">
            Your other sessions end. Your device may go on offering this passkey: delete it there too.
          </Alert>
        </DialogBody>
        <DialogFooter>
          <DialogCancel href="?" />
          <SubmitButton tone="danger">Remove passkey</SubmitButton>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
