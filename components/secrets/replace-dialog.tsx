"use client";

import { useState } from "react";
import { DoneDialog } from "@/components/ui/done-dialog";
import { FormDialog } from "@/components/ui/form-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { useDone } from "@/components/ui/use-done";
import { useDraft } from "@/components/ui/use-draft";
import { useFormAction } from "@/components/ui/use-form-action";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { editSecretAction } from "@/lib/secrets/actions";
import type { SecretMeta } from "@/lib/secrets/model";
import { errorsOf } from "@/lib/web/form-state";
import { DRAFT_FIELDS, type Draft, draftOf } from "./draft";
import { EditConflict } from "./edit-dialog";
import { setExactValue } from "./exact-value";
import type { AddedVersion } from "./saved-message";
import { ScopeFields } from "./secret-fields";
import { ValueField } from "./value-field";

interface ReplaceDialogProps {
  readonly secret: SecretMeta;
  readonly scope: EnvironmentRef;
  /** Where it leads without JavaScript. */
  readonly pagePath: string;
  readonly onClose: () => void;
  readonly onSaved: (secret: SecretMeta, added: AddedVersion | null) => void;
}

/**
 * Gives a secret another value, and nothing else: an edit that leaves the rest as it is now. What was typed stays when
 * somebody else was faster.
 */
export function ReplaceDialog({ secret, scope, pagePath, onClose, onSaved }: ReplaceDialogProps) {
  const [value, setValue] = useState("");
  const { state, formProps } = useFormAction(editSecretAction, (form) => setExactValue(form, value));
  const { base, draft, conflict } = useDraft({ first: secret, state, draftOf, typedDraft: unchanged });
  useDone(state, (data) => onSaved(data.secret, data.added));
  if (state.status === "done")
    return <DoneDialog title={`Saved ${base.name}`} href={pagePath} onClose={onClose} noun="page" />;
  return (
    <FormDialog
      title={`Replace the value of ${secret.name}`}
      description={`In ${scope.project}, ${scope.environment}`}
      onClose={onClose}
      closeHref={pagePath}
      hasUnsaved={() => value !== ""}
      state={state}
      formProps={formProps}
      fields={["value"]}
      error={conflict && <EditConflict {...conflict} attempt={state} />}
      submit={<SubmitButton>Replace value</SubmitButton>}
    >
      <ScopeFields {...scope} />
      <input type="hidden" name="secretId" value={secret.id} />
      <input type="hidden" name="revision" value={base.revision} />
      {DRAFT_FIELDS.map((field) => (
        <input key={field} type="hidden" name={field} value={draft[field]} />
      ))}
      <ValueField
        label="New value"
        value={value}
        onChange={setValue}
        errors={errorsOf(state, "value")}
        environment={scope.environment}
        autoFocus
      />
      <p className="text-muted">
        Saved as version {base.version + 1}, which readers get from then on. Version {base.version} can be
        restored.
      </p>
    </FormDialog>
  );
}

/** Only the value is typed here: all else is as it is stored. */
function unchanged(_state: unknown, stored: Draft): Draft {
  return stored;
}
