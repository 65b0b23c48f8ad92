"use client";

import { Alert } from "@/components/ui/alert";
import { FormDialog } from "@/components/ui/form-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { toast } from "@/components/ui/toast-store";
import { useDone } from "@/components/ui/use-done";
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
  useDone(state, () => {
    toast(`Removed ${passkey.name}`);
    onClose();
  });
  return (
    <FormDialog
      title={`Remove ${passkey.name}?`}
      shape="narrow"
      onClose={onClose}
      closeHref="?"
      state={state}
      formProps={formProps}
      submit={<SubmitButton tone="danger">Remove passkey</SubmitButton>}
    >
      <input type="hidden" name="passkeyId" value={passkey.id} />
      <Alert tone="warning" title="It will stop working">
        Your other sessions end. Delete it from your device too.
      </Alert>
    </FormDialog>
  );
}
