"use client";

import { CreatedKey } from "@/components/api-keys/created-key";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { useFormAction } from "@/components/ui/use-form-action";
import { createPersonalKeyAction } from "@/lib/personal-keys/actions";
import { errorsOf, typedOr } from "@/lib/web/form-state";

interface NewPersonalKeyDialogProps {
  readonly daysMax: number;
  readonly onClose: () => void;
}

/** Makes a personal key, then shows it, once. */
export function NewPersonalKeyDialog({ daysMax, onClose }: NewPersonalKeyDialogProps) {
  const { state, formProps } = useFormAction(createPersonalKeyAction);
  if (state.status === "done") {
    const { key, text } = state.data;
    return (
      <CreatedKey kind="Personal key" name={key.name} text={text} basePath="?" onClose={onClose}>
        <p className="text-muted">
          It does what you may do, whoever has it.{" "}
          <code className="font-mono text-sm">strongroom login --key</code> keeps it for the command line.
        </p>
      </CreatedKey>
    );
  }
  return (
    <FormDialog
      title="Create personal key"
      description="For programs on your own machine. It does what you may do at that moment, and ends when your account does."
      shape="narrow"
      onClose={onClose}
      closeHref="?"
      state={state}
      formProps={formProps}
      fields={["name", "days"]}
      submit={<SubmitButton>Create key</SubmitButton>}
    >
      <Field label="Name" errors={errorsOf(state, "name")} hint="Shown in the audit log.">
        {(control) => (
          <TextInput
            {...control}
            name="name"
            defaultValue={typedOr(state, "name", "")}
            placeholder="laptop"
            autoComplete="off"
            autoFocus
          />
        )}
      </Field>
      <Field label="Ends after, in days" errors={errorsOf(state, "days")} hint={`At most ${daysMax}.`}>
        {(control) => (
          <TextInput
            {...control}
            name="days"
            inputMode="numeric"
            defaultValue={typedOr(state, "days", String(Math.min(30, daysMax)))}
            autoComplete="off"
          />
        )}
      </Field>
    </FormDialog>
  );
}
