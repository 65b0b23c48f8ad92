"use client";

import { useState } from "react";
import { MoreSecrets } from "@/components/allowlist/more-secrets";
import { useSecretNames } from "@/components/allowlist/use-secret-names";
import { DoneDialog } from "@/components/ui/done-dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import { putTriggerAction } from "@/lib/triggers/actions";
import type { TriggersPageData } from "@/lib/triggers/loaders";
import type { TriggerMeta } from "@/lib/triggers/model";
import { errorsOf, typedOr } from "@/lib/web/form-state";
import { TriggerFields } from "./trigger-fields";

interface TriggerDialogProps {
  readonly data: TriggersPageData;
  /** Null for a new one. */
  readonly entry: TriggerMeta | null;
  readonly basePath: string;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** Says which webhooks a trigger takes, and what follows. */
export function TriggerDialog({ data, entry, basePath, onClose, onSaved }: TriggerDialogProps) {
  const { scope, environment, choices } = data;
  const { state, formProps } = useFormAction(putTriggerAction);
  const [hasChanged, setChanged] = useState(false);
  const { names, addNames } = useSecretNames(choices);
  useDone(state, onSaved);
  if (state.status === "done")
    return <DoneDialog title="Trigger saved" href={basePath} onClose={onClose} noun="page" />;
  return (
    <FormDialog
      title={entry ? `Edit ${entry.name}` : "Set up a trigger"}
      description={`In ${environment.name} of ${data.project.name}`}
      onClose={onClose}
      closeHref={basePath}
      hasUnsaved={() => hasChanged}
      state={state}
      formProps={formProps}
      submit={<SubmitButton>{entry ? "Save" : "Set up trigger"}</SubmitButton>}
    >
      <div className="flex flex-col gap-4" onChange={() => setChanged(true)}>
        <input type="hidden" name="project" value={scope.project} />
        <input type="hidden" name="environment" value={scope.environment} />
        {entry ? (
          <input type="hidden" name="name" value={entry.name} />
        ) : (
          <>
            <input type="hidden" name="isNew" value="on" />
            <Field
              label="Name"
              errors={errorsOf(state, "name")}
              hint="It becomes part of the address, as in deploy."
            >
              {(control) => (
                <TextInput
                  {...control}
                  name="name"
                  defaultValue={typedOr(state, "name", "")}
                  autoComplete="off"
                  autoFocus
                />
              )}
            </Field>
          </>
        )}
        {choices?.hasMore && <MoreSecrets scope={scope} onFound={addNames} />}
        <TriggerFields state={state} entry={entry} names={names} endpoints={choices?.endpoints ?? []} />
      </div>
    </FormDialog>
  );
}
