"use client";

import { FormDialog } from "@/components/ui/form-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { toast } from "@/components/ui/toast-store";
import { useDone } from "@/components/ui/use-done";
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
  useDone(state, (renamed) => {
    toast(`Renamed to ${renamed.name}`);
    onClose();
  });
  return (
    <FormDialog
      title="Rename passkey"
      shape="narrow"
      onClose={onClose}
      closeHref="?"
      state={state}
      formProps={formProps}
      fields={["name"]}
      submit={<SubmitButton>Save</SubmitButton>}
    >
      <input type="hidden" name="passkeyId" value={passkey.id} />
      <PasskeyNameField typed={name} errors={errorsOf(state, "name")} />
    </FormDialog>
  );
}
