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
import { putLeaseSourceAction } from "@/lib/leases/actions";
import type { LeasesPageData } from "@/lib/leases/loaders";
import type { LeaseSourceEntry } from "@/lib/leases/model";
import { errorsOf, typedOr } from "@/lib/web/form-state";
import { SourceFields } from "./source-fields";

interface SourceDialogProps {
  readonly data: LeasesPageData;
  /** Null for a new one. */
  readonly entry: LeaseSourceEntry | null;
  readonly basePath: string;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** Says where users are made, and with which rights. */
export function SourceDialog({ data, entry, basePath, onClose, onSaved }: SourceDialogProps) {
  const { scope, environment, choices } = data;
  const { state, formProps } = useFormAction(putLeaseSourceAction);
  const [hasChanged, setChanged] = useState(false);
  const { names, addNames } = useSecretNames(choices);
  useDone(state, onSaved);
  if (state.status === "done")
    return <DoneDialog title="Lease source saved" href={basePath} onClose={onClose} noun="page" />;
  return (
    <FormDialog
      title={entry ? `Edit ${entry.name}` : "New lease source"}
      description={`In ${environment.name} of ${data.project.name}`}
      onClose={onClose}
      closeHref={basePath}
      hasUnsaved={() => hasChanged}
      state={state}
      formProps={formProps}
      submit={<SubmitButton>{entry ? "Save" : "Add source"}</SubmitButton>}
    >
      <div className="flex flex-col gap-4" onChange={() => setChanged(true)}>
        <input type="hidden" name="project" value={scope.project} />
        <input type="hidden" name="environment" value={scope.environment} />
        {entry ? (
          <input type="hidden" name="name" value={entry.name} />
        ) : (
          <>
            <input type="hidden" name="isNew" value="on" />
            <Field label="Name" errors={errorsOf(state, "name")} hint="What programs ask for, as in orders.">
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
        <SourceFields state={state} entry={entry} names={names} />
      </div>
    </FormDialog>
  );
}
