"use client";

import { DoneDialog } from "@/components/ui/done-dialog";
import { FormDialog } from "@/components/ui/form-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import type { Role } from "@/lib/authorization/actor";
import type { ListedPerson } from "@/lib/people/list/model";
import { changeRoleAction } from "@/lib/people/membership/actions";
import { PEOPLE_PATH } from "@/lib/people/model";
import { errorsOf, typedOr } from "@/lib/web/form-state";
import type { PersonDialogProps } from "./person-dialog";
import { RoleField } from "./role-field";

interface RoleDialogProps extends PersonDialogProps {
  readonly person: ListedPerson;
  readonly roles: readonly Role[];
}

/** Gives a person another role. */
export function RoleDialog({ person, roles, onClose, onDone }: RoleDialogProps) {
  const { state, formProps } = useFormAction(changeRoleAction);
  const done = `Changed the role of ${person.email}`;
  useDone(state, () => onDone(done));
  if (state.status === "done") return <DoneDialog title={done} href={PEOPLE_PATH} onClose={onClose} />;
  return (
    <FormDialog
      title={`Change role of ${person.name}`}
      description={person.email}
      shape="narrow"
      onClose={onClose}
      closeHref={PEOPLE_PATH}
      state={state}
      formProps={formProps}
      fields={["role"]}
      submit={<SubmitButton>Change role</SubmitButton>}
    >
      <input type="hidden" name="personId" value={person.id} />
      <RoleField
        roles={roles}
        initial={typedOr(state, "role", person.role)}
        errors={errorsOf(state, "role")}
      />
      <p className="text-muted">Takes effect immediately.</p>
    </FormDialog>
  );
}
