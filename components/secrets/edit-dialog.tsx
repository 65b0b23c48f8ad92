"use client";

import { useState } from "react";
import { useIsHydrated } from "@/components/ui/clock";
import { ConflictNotice } from "@/components/ui/conflict-notice";
import { DoneDialog } from "@/components/ui/done-dialog";
import { FormDialog } from "@/components/ui/form-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { useDone } from "@/components/ui/use-done";
import { useDraft } from "@/components/ui/use-draft";
import { useFormAction } from "@/components/ui/use-form-action";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { secretPathIn } from "@/lib/projects/model";
import { editSecretAction } from "@/lib/secrets/actions";
import type { SecretMeta } from "@/lib/secrets/model";
import { errorsOf } from "@/lib/web/form-state";
import { draftOf, labelledChanges, typedDraft } from "./draft";
import { EditSummary } from "./edit-summary";
import { setExactValue } from "./exact-value";
import { NameField } from "./name-field";
import { ReplaceValue } from "./replace-value";
import type { AddedVersion } from "./saved-message";
import { ClassificationFields, DescriptionField, ScopeFields } from "./secret-fields";
import { UsedBy } from "./used-by";

interface EditDialogProps {
  readonly secret: SecretMeta;
  readonly scope: EnvironmentRef;
  readonly environmentName: string;
  readonly basePath: string;
  readonly mayReplace: boolean;
  /** Opens with the step to replace the value. */
  readonly isReplacing: boolean;
  readonly onClose: () => void;
  readonly onSaved: (secret: SecretMeta, added: AddedVersion | null) => void;
}

/**
 * Edits a secret. Somebody else's change in the meantime loses nothing: the dialog shows what changed, follows it in
 * the fields that were left alone, and keeps what was typed in the others.
 */
export function EditDialog(props: EditDialogProps) {
  const { secret, scope, basePath, onClose, onSaved } = props;
  const [value, setValue] = useState<string | null>(props.isReplacing && props.mayReplace ? "" : null);
  const { state, formProps } = useFormAction(editSecretAction, (form) => {
    if (value === null) form.delete("value");
    else setExactValue(form, value);
  });
  const { base, draft, conflict, change } = useDraft({ first: secret, state, draftOf, typedDraft });
  useDone(state, (data) => onSaved(data.secret, data.added));

  const changes = labelledChanges(base, draft);
  // Without a script nobody sees a change before it is sent, so the button must not wait for one.
  const isHydrated = useIsHydrated();
  const hasUnsaved = () => state.status !== "done" && (changes.length > 0 || Boolean(value));
  if (state.status === "done")
    return <DoneDialog title={`Saved ${base.name}`} href={basePath} onClose={onClose} />;
  return (
    <FormDialog
      title={`Edit ${secret.name}`}
      description={`In ${scope.project}, ${props.environmentName}`}
      onClose={onClose}
      closeHref={basePath}
      hasUnsaved={hasUnsaved}
      state={state}
      formProps={formProps}
      checkHref={`${secretPathIn(basePath, secret.name)}/changes`}
      error={conflict && <EditConflict {...conflict} attempt={state} />}
      submit={
        <SubmitButton disabled={isHydrated && changes.length === 0 && value === null}>
          Save changes
        </SubmitButton>
      }
    >
      <ScopeFields {...scope} />
      <input type="hidden" name="secretId" value={secret.id} />
      <input type="hidden" name="revision" value={base.revision} />
      <NameField
        label="Secret name"
        name={draft.name}
        onChange={(name) => change({ name })}
        errors={errorsOf(state, "name")}
        basePath={basePath}
        ownName={base.name}
      />
      {props.mayReplace && (
        <ReplaceValue
          secret={base}
          value={value}
          onChange={setValue}
          errors={errorsOf(state, "value")}
          environment={scope.environment}
        />
      )}
      <DescriptionField draft={draft} onChange={change} state={state} />
      <ClassificationFields draft={draft} onChange={change} state={state} />
      <UsedBy secret={secret} basePath={basePath} />
      <EditSummary changes={changes} nextVersion={value ? base.version + 1 : null} />
    </FormDialog>
  );
}

interface EditConflictProps {
  readonly opened: SecretMeta;
  readonly current: SecretMeta;
  readonly attempt: unknown;
}

/** What somebody else changed of the secret meanwhile. */
export function EditConflict({ opened, current, attempt }: EditConflictProps) {
  return (
    <ConflictNotice
      message={`${current.updatedBy} changed this secret while you were editing it.`}
      changes={labelledChanges(opened, current)}
      attempt={attempt}
    >
      {current.version !== opened.version && (
        <p>The value was also replaced (now version {current.version}).</p>
      )}
    </ConflictNotice>
  );
}
