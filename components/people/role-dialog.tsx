"use client";

import { useEffect } from "react";
import { Dialog } from "@/components/ui/dialog";
import { DialogCancel } from "@/components/ui/dialog-cancel";
import { DialogBody, DialogFooter, dialogFormStyle } from "@/components/ui/dialog-parts";
import { DoneDialog } from "@/components/ui/done-dialog";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import type { Role } from "@/lib/authorization/actor";
import { changeRoleAction } from "@/lib/people/membership/actions";
import type { ListedPerson } from "@/lib/people/roster/model";
import { errorsOf, typedOr } from "@/lib/web/form-state";
import { PEOPLE_PATH, type PersonDialogProps } from "./person-dialog";
import { RoleField } from "./role-field";

interface RoleDialogProps extends PersonDialogProps {
  readonly person: ListedPerson;
  readonly roles: readonly Role[];
}

/** Gives a person another role. */
export function RoleDialog({ person, roles, onClose, onDone }: RoleDialogProps) {
  const { state, formProps } = useFormAction(changeRoleAction);
  const done = `Changed the role of ${person.email}`;
  useEffect(() => {
    if (state.status === "done") onDone(done);
  }, [state, onDone, done]);
  if (state.status === "done") return <DoneDialog title={done} href={PEOPLE_PATH} onClose={onClose} />;
  const errors = errorsOf(state, "role");
  const message = state.status === "failed" && errors.length === 0 ? state.message : null;
  return (
    <Dialog
      title={`Change role of ${person.name}`}
      description={person.email}
      shape="narrow"
      onClose={onClose}
      closeHref={PEOPLE_PATH}
    >
      <form {...formProps} className={dialogFormStyle} noValidate>
        <input type="hidden" name="personId" value={person.id} />
        <DialogBody className="flex flex-col gap-4">
          <FormError message={message} attempt={state} />
          <RoleField roles={roles} initial={typedOr(state, "role", person.role)} errors={errors} />
          <p className="text-muted">It counts from their next click on, also in pages that are open.</p>
        </DialogBody>
        <DialogFooter>
          <DialogCancel href={PEOPLE_PATH} />
          <SubmitButton>Change role</SubmitButton>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
