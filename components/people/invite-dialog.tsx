"use client";

import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { DialogCancel } from "@/components/ui/dialog-cancel";
import { DialogBody, DialogFooter, dialogFormStyle } from "@/components/ui/dialog-parts";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { useFormAction } from "@/components/ui/use-form-action";
import { useTypedBefore } from "@/components/ui/use-typed-before";
import type { Role } from "@/lib/authorization/actor";
import { invitePersonAction } from "@/lib/people/invitations/actions";
import { errorsOf, typedOr } from "@/lib/web/form-state";
import { IssuedDialog } from "./issued-dialog";
import { PEOPLE_PATH } from "./person-dialog";
import { RoleField } from "./role-field";

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
  const [emailErrors, roleErrors] = [errorsOf(state, "email"), errorsOf(state, "role")];
  const hasFieldErrors = emailErrors.length + roleErrors.length > 0;
  const message = state.status === "failed" && !hasFieldErrors ? state.message : null;
  return (
    <Dialog title="Invite person" onClose={onClose} closeHref={PEOPLE_PATH} hasUnsaved={() => email !== ""}>
      <form {...formProps} className={dialogFormStyle} autoComplete="off" noValidate>
        <DialogBody className="flex flex-col gap-4">
          <FormError message={message} attempt={state} />
          <Field
            label="Email"
            errors={emailErrors}
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
          <RoleField roles={roles} initial={typedOr(state, "role", "member")} errors={roleErrors} />
        </DialogBody>
        <DialogFooter>
          <DialogCancel href={PEOPLE_PATH} />
          <SubmitButton>Invite</SubmitButton>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
