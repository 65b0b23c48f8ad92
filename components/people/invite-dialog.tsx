"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { useFormAction } from "@/components/ui/use-form-action";
import { useTypedBefore } from "@/components/ui/use-typed-before";
import type { Role } from "@/lib/authorization/actor";
import { invitePersonAction } from "@/lib/people/invitations/actions";
import { PEOPLE_PATH } from "@/lib/people/model";
import { errorsOf, typedOr } from "@/lib/web/form-state";
import { IssuedDialog } from "./issued-dialog";
import { RoleField } from "./role-field";

/** Whom one invites most: somebody who is to see what there is. A Member sees nothing, and more can be given later. */
const FIRST_ROLE: Role = "auditor";

interface InviteDialogProps {
  readonly roles: readonly Role[];
  readonly isMailOn: boolean;
  readonly onClose: () => void;
}

/** Invites somebody by a link that works once. */
export function InviteDialog({ roles, isMailOn, onClose }: InviteDialogProps) {
  const { state, formProps } = useFormAction(invitePersonAction);
  const [email, setEmail] = useState(() => typedOr(state, "email", ""));
  const field = useTypedBefore<HTMLInputElement>(setEmail);
  if (state.status === "done") return <IssuedDialog issued={state.data} onClose={onClose} />;
  return (
    <FormDialog
      title="Invite person"
      onClose={onClose}
      closeHref={PEOPLE_PATH}
      hasUnsaved={() => email !== ""}
      state={state}
      formProps={formProps}
      fields={["email", "role"]}
      submit={<SubmitButton>Invite</SubmitButton>}
    >
      <Field
        label="Email"
        errors={errorsOf(state, "email")}
        hint={
          isMailOn
            ? "What they will sign in with. The link goes there by mail, and you can copy it too."
            : "What they will sign in with. No mail is sent: you get a link to pass on."
        }
      >
        {(control) => (
          <TextInput
            {...control}
            ref={field}
            name="email"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            inputMode="email"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
          />
        )}
      </Field>
      <RoleField
        roles={roles}
        initial={typedOr(state, "role", FIRST_ROLE)}
        errors={errorsOf(state, "role")}
      />
    </FormDialog>
  );
}
