"use client";

import { useState } from "react";
import { DoneDialog } from "@/components/ui/done-dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextArea } from "@/components/ui/text-area";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import { counted } from "@/lib/counted";
import { addSshKeysAction } from "@/lib/ssh/actions";
import { hasPrivateKey, PRIVATE_KEY_ISSUE } from "@/lib/ssh/model";
import { errorsOf, typedOr } from "@/lib/web/form-state";

interface AddSshKeysDialogProps {
  readonly onClose: () => void;
  readonly onDone: (done: string) => void;
}

/** Adds public keys. A private one is taken out of the field at once, and never sent. */
export function AddSshKeysDialog({ onClose, onDone }: AddSshKeysDialogProps) {
  const { state, formProps } = useFormAction(addSshKeysAction);
  const [wasPrivate, setWasPrivate] = useState(false);
  useDone(state, ({ count }) => onDone(doneText(count)));
  if (state.status === "done")
    return <DoneDialog title={doneText(state.data.count)} href="?" onClose={onClose} />;
  return (
    <FormDialog
      title="Add SSH keys"
      description="Hosts let them in where a rule of a project names you."
      onClose={onClose}
      closeHref="?"
      state={state}
      formProps={formProps}
      fields={["publicKeys"]}
      submit={<SubmitButton>Add keys</SubmitButton>}
    >
      <Field
        label="Public keys"
        hint="The text of .pub files, such as ~/.ssh/id_ed25519.pub; each key on a line."
        errors={wasPrivate ? [PRIVATE_KEY_ISSUE] : errorsOf(state, "publicKeys")}
      >
        {(control) => (
          <TextArea
            {...control}
            mono
            name="publicKeys"
            rows={6}
            defaultValue={typedOr(state, "publicKeys", "")}
            className="break-all"
            onChange={({ currentTarget }) => {
              const isPrivate = hasPrivateKey(currentTarget.value);
              if (isPrivate) currentTarget.value = "";
              setWasPrivate(isPrivate);
            }}
            autoFocus
          />
        )}
      </Field>
    </FormDialog>
  );
}

function doneText(count: number): string {
  return `Added ${counted(count, "SSH key")}`;
}
