"use client";

import { DoneDialog } from "@/components/ui/done-dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import { createSshRuleAction } from "@/lib/ssh/actions";
import { errorsOf, typedOr } from "@/lib/web/form-state";

interface SshRuleDialogProps {
  readonly project: string;
  readonly closeHref: string;
  readonly onClose: () => void;
  readonly onDone: (done: string) => void;
}

const KINDS = [
  { value: "person", label: "Person" },
  { value: "group", label: "Group" },
  { value: "apiKey", label: "API key" },
];

const ENDS = [
  { value: "never", label: "No end" },
  { value: "1d", label: "1 day" },
  { value: "7d", label: "7 days" },
  { value: "30d", label: "30 days" },
  { value: "90d", label: "90 days" },
];

const DONE = "Added the rule";

/** Lets somebody enter hosts. */
export function SshRuleDialog({ project, closeHref, onClose, onDone }: SshRuleDialogProps) {
  const { state, formProps } = useFormAction(createSshRuleAction);
  useDone(state, () => onDone(DONE));
  if (state.status === "done") return <DoneDialog title={DONE} href={closeHref} onClose={onClose} />;
  const text = { autoComplete: "off", autoCapitalize: "none", spellCheck: false } as const;
  return (
    <FormDialog
      title="Let somebody enter hosts"
      onClose={onClose}
      closeHref={closeHref}
      state={state}
      formProps={formProps}
      fields={["kind", "subject", "hosts", "user", "expires"]}
      submit={<SubmitButton>Add rule</SubmitButton>}
    >
      <input type="hidden" name="project" value={project} />
      <Field label="Who" errors={errorsOf(state, "kind")}>
        {(control) => (
          <Select
            {...control}
            name="kind"
            defaultValue={typedOr(state, "kind", "person")}
            options={KINDS}
            autoFocus
          />
        )}
      </Field>
      <Field
        label="Called"
        hint="The email address of a person, the slug of a group, or the name or id of an API key."
        errors={errorsOf(state, "subject")}
      >
        {(control) => (
          <TextInput {...control} {...text} name="subject" defaultValue={typedOr(state, "subject", "")} />
        )}
      </Field>
      <Field
        label="Hosts"
        hint="What they call themselves, such as web-1 db-1. An asterisk stands for any part: web-*."
        errors={errorsOf(state, "hosts")}
      >
        {(control) => (
          <TextInput {...control} {...text} mono name="hosts" defaultValue={typedOr(state, "hosts", "")} />
        )}
      </Field>
      <Field label="As user" hint="Of the host, such as deploy." errors={errorsOf(state, "user")}>
        {(control) => (
          <TextInput {...control} {...text} mono name="user" defaultValue={typedOr(state, "user", "")} />
        )}
      </Field>
      <Field label="Until" errors={errorsOf(state, "expires")}>
        {(control) => (
          <Select
            {...control}
            name="expires"
            defaultValue={typedOr(state, "expires", "never")}
            options={ENDS}
          />
        )}
      </Field>
      <p className="text-muted">Takes effect at the next log-in.</p>
    </FormDialog>
  );
}
