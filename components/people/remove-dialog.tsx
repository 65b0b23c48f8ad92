"use client";

import { Alert } from "@/components/ui/alert";
import { ConfirmationField } from "@/components/ui/confirmation-field";
import { DoneDialog } from "@/components/ui/done-dialog";
import { FormDialog } from "@/components/ui/form-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import type { ListedPerson } from "@/lib/people/list/model";
import { removePersonAction } from "@/lib/people/membership/actions";
import { PEOPLE_PATH } from "@/lib/people/model";
import { KnownValues } from "./known-values";
import { MadeKeys } from "./made-keys";
import type { PersonDialogProps } from "./person-dialog";
import { whatEnds } from "./what-ends";

interface RemoveDialogProps extends PersonDialogProps {
  readonly person: ListedPerson;
  readonly isSelf: boolean;
  readonly isOwner: boolean;
}

/** Removes a person for ever, after their address was typed. */
export function RemoveDialog({ person, isSelf, isOwner, onClose, onDone }: RemoveDialogProps) {
  const { state, formProps } = useFormAction(removePersonAction);
  const done = `Removed ${person.email}`;
  useDone(state, () => onDone(done));
  if (state.status === "done") return <DoneDialog title={done} href={PEOPLE_PATH} onClose={onClose} />;
  return (
    <FormDialog
      title={`Remove ${person.name}?`}
      shape="narrow"
      onClose={onClose}
      closeHref={PEOPLE_PATH}
      state={state}
      formProps={formProps}
      fields={["confirmation"]}
      submit={<SubmitButton tone="danger">Remove permanently</SubmitButton>}
    >
      <input type="hidden" name="personId" value={person.id} />
      <Alert tone="danger" title="This cannot be undone">
        {isSelf ? "You are" : "They are"} signed out everywhere at once, and the account is gone with its
        password, second factors and passkeys. {whatEnds(person)} The audit log keeps the address.
      </Alert>
      <MadeKeys person={person} isOwner={isOwner} />
      <KnownValues person={person} />
      <ConfirmationField noun="address" wanted={person.email} state={state} />
    </FormDialog>
  );
}
