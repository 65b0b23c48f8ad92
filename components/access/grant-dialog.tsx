"use client";

import { useState } from "react";
import { DoneDialog } from "@/components/ui/done-dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import { CAPABILITIES } from "@/lib/authorization/capability";
import { counted } from "@/lib/counted";
import { createGrantAction } from "@/lib/grants/actions";
import {
  CAPABILITY_NAMES,
  CAPABILITY_TEXTS,
  MATCHES_COUNTED_MAX,
  type NewGrantResult,
} from "@/lib/grants/model";
import type { ProjectMeta } from "@/lib/projects/model";
import { errorsOf, typedOr } from "@/lib/web/form-state";

/** Whom or what the page is about: then the form does not ask for it. */
export type GrantSubject =
  | { readonly holder: string; readonly label: string; readonly projects: readonly ProjectMeta[] }
  | { readonly scope: string; readonly names: string; readonly groups: readonly string[] };

interface GrantDialogProps {
  readonly subject: GrantSubject;
  readonly closeHref: string;
  readonly onClose: () => void;
  readonly onDone: (done: string) => void;
}

const ENDS = [
  { value: "never", label: "No end" },
  { value: "1d", label: "1 day" },
  { value: "7d", label: "7 days" },
  { value: "30d", label: "30 days" },
  { value: "90d", label: "90 days" },
];

/** Grants a Member or a group access to secrets. */
export function GrantDialog({ subject, closeHref, onClose, onDone }: GrantDialogProps) {
  const { state, formProps } = useFormAction(createGrantAction);
  const [capability, setCapability] = useState(() => typedOr(state, "capability", "see"));
  useDone(state, (result) => onDone(doneText(result)));
  if (state.status === "done")
    return <DoneDialog title={doneText(state.data)} href={closeHref} onClose={onClose} />;
  const chosen = CAPABILITIES.find((one) => one === capability) ?? "see";
  return (
    <FormDialog
      title={"holder" in subject ? `Grant access to ${subject.label}` : `Grant access to ${subject.names}`}
      onClose={onClose}
      closeHref={closeHref}
      state={state}
      formProps={formProps}
      fields={["holder", "scope", "names", "capability", "expires"]}
      submit={<SubmitButton>Grant access</SubmitButton>}
    >
      {"holder" in subject ? (
        <>
          <input type="hidden" name="holder" value={subject.holder} />
          <Field label="Where" errors={errorsOf(state, "scope")}>
            {(control) => (
              <Select
                {...control}
                name="scope"
                defaultValue={typedOr(state, "scope", "")}
                options={[{ value: "", label: "Choose a project or an environment" }]}
                groups={subject.projects.map(({ slug, name, environments }) => ({
                  label: name,
                  options: [
                    { value: slug, label: `${name}: every environment` },
                    ...environments.map((one) => ({
                      value: `${slug}/${one.slug}`,
                      label: `${name}: ${one.name}`,
                    })),
                  ],
                }))}
                autoFocus
              />
            )}
          </Field>
          <Field
            label="Secrets (optional)"
            hint="Empty for all of them. One name, or how names begin, such as STRIPE_*."
            errors={errorsOf(state, "names")}
          >
            {(control) => (
              <TextInput
                {...control}
                name="names"
                defaultValue={typedOr(state, "names", "")}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                className="font-mono"
              />
            )}
          </Field>
        </>
      ) : (
        <>
          <input type="hidden" name="scope" value={subject.scope} />
          <input type="hidden" name="names" value={subject.names} />
          <Field
            label="Member or group"
            hint="The email address of a Member, or the slug of a group."
            errors={errorsOf(state, "holder")}
          >
            {(control) => (
              <>
                <TextInput
                  {...control}
                  name="holder"
                  list="grant-groups"
                  defaultValue={typedOr(state, "holder", "")}
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                  autoFocus
                />
                <datalist id="grant-groups">
                  {subject.groups.map((slug) => (
                    <option key={slug} value={slug} />
                  ))}
                </datalist>
              </>
            )}
          </Field>
        </>
      )}
      <Field label="May" hint={`${CAPABILITY_TEXTS[chosen]}.`} errors={errorsOf(state, "capability")}>
        {(control) => (
          <Select
            {...control}
            name="capability"
            value={capability}
            onChange={(event) => setCapability(event.target.value)}
            options={CAPABILITIES.map((one) => ({ value: one, label: CAPABILITY_NAMES[one] }))}
          />
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
      <p className="text-muted">Takes effect immediately. Nobody sees a stored value.</p>
    </FormDialog>
  );
}

function doneText({ matches }: NewGrantResult): string {
  if (matches === null) return "Access granted";
  if (matches === 0) return "Access granted. No name begins like this yet.";
  const many =
    matches > MATCHES_COUNTED_MAX
      ? `${MATCHES_COUNTED_MAX.toLocaleString("en")}+ secrets`
      : counted(matches, "secret");
  return `Access granted to ${many}`;
}
