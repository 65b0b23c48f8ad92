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
import { removePersonAction } from "@/lib/people/membership/actions";
import type { ListedPerson } from "@/lib/people/roster/model";
import { errorsOf } from "@/lib/web/form-state";
import { PEOPLE_PATH, type PersonDialogProps } from "./person-dialog";

interface RemoveDialogProps extends PersonDialogProps {
  readonly person: ListedPerson;
  readonly isSelf: boolean;
}

/** Removes a person for ever, after their address was typed. */
export function RemoveDialog({ person, isSelf, onClose, onDone }: RemoveDialogProps) {
  const { state, formProps } = useFormAction(removePersonAction);
  const done = `Removed ${person.email}`;
  useEffect(() => {
    if (state.status === "done") onDone(done);
  }, [state, onDone, done]);
  if (state.status === "done") return <DoneDialog title={done} href={PEOPLE_PATH} onClose={onClose} />;
  const errors = errorsOf(state, "confirmation");
  const message = state.status === "failed" && errors.length === 0 ? state.message : null;
  return (
    <Dialog title={`Remove ${person.name}?`} shape="narrow" onClose={onClose} closeHref={PEOPLE_PATH}>
      <form {...formProps} className={dialogFormStyle} autoComplete="off" noValidate>
        <input type="hidden" name="personId" value={person.id} />
        <DialogBody className="flex flex-col gap-4">
          <FormError message={message} attempt={state} />
          <Alert tone="danger" title="This cannot be undone">
            {isSelf ? "You are" : "They are"} signed out everywhere at once, and the account is gone with its
            password, second factors and passkeys. The audit log keeps the address.
          </Alert>
          <ConfirmationField noun="address" wanted={person.email} state={state} />
        </DialogBody>
        <DialogFooter>
          <DialogCancel href={PEOPLE_PATH} />
          <SubmitButton tone="danger">Remove permanently</SubmitButton>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
