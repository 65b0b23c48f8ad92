"use client";

import { useEffect } from "react";
import { Dialog } from "@/components/ui/dialog";
import { DialogCancel } from "@/components/ui/dialog-cancel";
import { DialogBody, DialogFooter, dialogFormStyle } from "@/components/ui/dialog-parts";
import { FormError } from "@/components/ui/form-error";
import { toast } from "@/components/ui/toast-store";
import { registerPasskeyAction } from "@/lib/auth/passkeys/actions";
import { errorsOf, typedOr } from "@/lib/web/form-state";
import { PasskeyButton } from "./passkey-button";
import { PasskeyNameField } from "./passkey-name-field";
import { usePasskeyForm } from "./use-passkey-form";
import { useTyped } from "./use-typed";

interface PasskeyAddDialogProps {
  readonly newName: string;
  readonly onClose: () => void;
}

/** Has the browser make a passkey, and adds it under a name. */
export function PasskeyAddDialog({ newName, onClose }: PasskeyAddDialogProps) {
  const { state, formProps, error, isAsking } = usePasskeyForm(registerPasskeyAction, "registration");
  const name = useTyped(typedOr(state, "name", newName));
  useEffect(() => {
    if (state.status !== "done") return;
    toast(`Added ${state.data.name}`);
    onClose();
  }, [state, onClose]);
  const errors = errorsOf(state, "name");
  return (
    <Dialog
      title="Add a passkey"
      description="Signs you in with the PIN, finger or face of your device, or with a security key."
      shape="narrow"
      onClose={onClose}
      closeHref="?"
    >
      {/* The browser checks the name: a mistake told by the server would leave a passkey behind on the device. */}
      <form {...formProps} className={dialogFormStyle}>
        <DialogBody className="flex flex-col gap-4">
          {errors.length === 0 && <FormError {...error} />}
          <PasskeyNameField typed={name} errors={errors} />
        </DialogBody>
        <DialogFooter>
          <DialogCancel href="?" />
          <PasskeyButton tone="primary" isAsking={isAsking}>
            Create passkey
          </PasskeyButton>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
