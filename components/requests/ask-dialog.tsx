"use client";

import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextArea } from "@/components/ui/text-area";
import { TextInput } from "@/components/ui/text-input";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import { useFormAction } from "@/components/ui/use-form-action";
import { CAPABILITIES } from "@/lib/authorization/capability";
import { CAPABILITY_NAMES } from "@/lib/grants/model";
import { ACCESS_DAYS, daysText } from "@/lib/requests/access/model";
import { askForAccessAction } from "@/lib/requests/actions";
import { REMARK_LENGTH_MAX, REQUESTS_PATH } from "@/lib/requests/model";
import { errorsOf, typedOr } from "@/lib/web/form-state";

const FIELDS = ["project", "environment", "names", "capability", "days", "reason"];

/** The dialog in which a Member asks for access, where the address names it. */
export function AskDialogs() {
  const { name, close, params } = useDialogParam(FIELDS);
  if (name !== "ask") return null;
  const start = (field: string) => params.get(field) ?? "";
  return <AskDialog start={start} onClose={close} />;
}

interface AskDialogProps {
  /** What a field begins with. */
  readonly start: (field: string) => string;
  readonly onClose: () => void;
}

function AskDialog({ start, onClose }: AskDialogProps) {
  const { state, formProps } = useFormAction(askForAccessAction);
  const text = (name: string, label: string, hint?: string) => (
    <Field label={label} hint={hint} errors={errorsOf(state, name)}>
      {(control) => (
        <TextInput
          {...control}
          name={name}
          defaultValue={typedOr(state, name, start(name))}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="font-mono"
        />
      )}
    </Field>
  );
  return (
    <FormDialog
      title="Ask for access"
      onClose={onClose}
      closeHref={REQUESTS_PATH}
      state={state}
      formProps={formProps}
      fields={FIELDS}
      submit={<SubmitButton>Ask</SubmitButton>}
    >
      <p className="text-muted">Owners and Super Admins see what you ask for, and decide.</p>
      {text("project", "Project", "The short name, as it stands in addresses and manifests.")}
      {text("environment", "Environment (optional)", "Such as staging. Empty for every environment.")}
      {text(
        "names",
        "Secrets (optional)",
        "Empty for all of them. One name, or how names begin, such as STRIPE_*.",
      )}
      <Field label="What you want to do" errors={errorsOf(state, "capability")}>
        {(control) => (
          <Select
            {...control}
            name="capability"
            defaultValue={typedOr(state, "capability", start("capability") || "see")}
            options={CAPABILITIES.map((one) => ({ value: one, label: CAPABILITY_NAMES[one] }))}
          />
        )}
      </Field>
      <Field label="For how long" errors={errorsOf(state, "days")}>
        {(control) => (
          <Select
            {...control}
            name="days"
            defaultValue={typedOr(state, "days", "7")}
            options={ACCESS_DAYS.map((days) => ({ value: `${days}`, label: daysText(days) }))}
          />
        )}
      </Field>
      <Field label="Reason" errors={errorsOf(state, "reason")}>
        {(control) => (
          <TextArea
            {...control}
            name="reason"
            rows={3}
            maxLength={REMARK_LENGTH_MAX}
            defaultValue={typedOr(state, "reason", "")}
          />
        )}
      </Field>
    </FormDialog>
  );
}
