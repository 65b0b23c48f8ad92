"use client";

import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogCancel } from "@/components/ui/dialog-cancel";
import { DialogBody, DialogFooter, dialogFormStyle } from "@/components/ui/dialog-parts";
import { FormError } from "@/components/ui/form-error";
import { toast } from "@/components/ui/toast-store";
import { useDone } from "@/components/ui/use-done";
import { registerPasskeyAction } from "@/lib/auth/passkeys/actions";
import { errorsOf, typedOr } from "@/lib/web/form-state";
import { PasskeyButton } from "./passkey-button";
import { PasskeyNameField } from "./passkey-name-field";
import { RecoveryCodes } from "./recovery-codes";
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
  const codes = state.status === "done" ? state.data.codes : [];
  useDone(state, (added) => {
    if (added.codes.length > 0) return;
    toast(`Added ${added.name}`);
    onClose();
  });
  if (codes.length > 0) return <KeepCodes codes={codes} onClose={onClose} />;
  const errors = errorsOf(state, "name");
  return (
    <Dialog
      title="Add a passkey"
      description="Signs you in with the PIN, finger or face of your device, or with a security key."
      shape="narrow"
      onClose={onClose}
      closeHref="?"
    >
      {/* The browser checks the name: an error told by the server would leave a passkey behind on the device. */}
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

/** The first factor comes with recovery codes. */
function KeepCodes({ codes, onClose }: { readonly codes: readonly string[]; readonly onClose: () => void }) {
  return (
    <Dialog title="Your passkey is added" shape="narrow" onClose={onClose} closeHref="?">
      <DialogBody>
        <RecoveryCodes codes={codes}>
          <div>
            <Button tone="primary" onClick={onClose}>
              I’ve saved these codes
            </Button>
          </div>
        </RecoveryCodes>
      </DialogBody>
    </Dialog>
  );
}
