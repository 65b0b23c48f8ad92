"use client";

import { useState } from "react";
import { MoreSecrets } from "@/components/allowlist/more-secrets";
import { useSecretNames } from "@/components/allowlist/use-secret-names";
import { DoneDialog } from "@/components/ui/done-dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { LinkField } from "@/components/ui/link-field";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import { putConnectionAction } from "@/lib/connections/actions";
import type { ConnectionsPageData } from "@/lib/connections/loaders";
import type { ConnectionMeta } from "@/lib/connections/model";
import { errorsOf, typedOr } from "@/lib/web/form-state";
import { AppFields } from "./app-fields";

interface ConnectionDialogProps {
  readonly data: ConnectionsPageData;
  /** Null for a new one. */
  readonly entry: ConnectionMeta | null;
  readonly basePath: string;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** Says with which provider an app is registered, and as what. */
export function ConnectionDialog({ data, entry, basePath, onClose, onSaved }: ConnectionDialogProps) {
  const { scope, environment, choices } = data;
  const { state, formProps } = useFormAction(putConnectionAction);
  const [hasChanged, setChanged] = useState(false);
  const { names, addNames } = useSecretNames(choices);
  useDone(state, onSaved);
  if (state.status === "done")
    return <DoneDialog title="App saved" href={basePath} onClose={onClose} noun="page" />;
  return (
    <FormDialog
      title={entry ? `Edit ${entry.name}` : "Register an app"}
      description={`In ${environment.name} of ${data.project.name}`}
      onClose={onClose}
      closeHref={basePath}
      hasUnsaved={() => hasChanged}
      state={state}
      formProps={formProps}
      submit={<SubmitButton>{entry ? "Save" : "Register app"}</SubmitButton>}
    >
      <div className="flex flex-col gap-4" onChange={() => setChanged(true)}>
        <input type="hidden" name="project" value={scope.project} />
        <input type="hidden" name="environment" value={scope.environment} />
        <LinkField label="Redirect address for registering the app" link={data.callback} />
        {entry ? (
          <input type="hidden" name="name" value={entry.name} />
        ) : (
          <>
            <input type="hidden" name="isNew" value="on" />
            <Field label="Name" errors={errorsOf(state, "name")} hint="What programs ask for, as in github.">
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
        <AppFields state={state} entry={entry} names={names} />
      </div>
    </FormDialog>
  );
}
