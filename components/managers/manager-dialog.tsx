"use client";

import { useState } from "react";
import { MoreSecrets } from "@/components/allowlist/more-secrets";
import { useSecretNames } from "@/components/allowlist/use-secret-names";
import { DoneDialog } from "@/components/ui/done-dialog";
import { FormDialog } from "@/components/ui/form-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import { putManagerAction } from "@/lib/managers/actions";
import type { ManagersPageData } from "@/lib/managers/loaders";
import type { ManagerMeta } from "@/lib/managers/model";
import { ManagerFields } from "./manager-fields";

interface ManagerDialogProps {
  readonly data: ManagersPageData;
  /** Null for a new one. */
  readonly manager: ManagerMeta | null;
  readonly basePath: string;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** Says where an external manager is, and what to sign in with. */
export function ManagerDialog({ data, manager, basePath, onClose, onSaved }: ManagerDialogProps) {
  const { scope, environment, choices } = data;
  const { state, formProps } = useFormAction(putManagerAction);
  const [hasChanged, setChanged] = useState(false);
  const { names, addNames } = useSecretNames(choices);
  useDone(state, onSaved);
  if (state.status === "done")
    return <DoneDialog title="External manager saved" href={basePath} onClose={onClose} noun="page" />;
  return (
    <FormDialog
      title={manager ? `Edit ${manager.name}` : "Connect a manager"}
      description={`In ${environment.name} of ${data.project.name}`}
      onClose={onClose}
      closeHref={basePath}
      hasUnsaved={() => hasChanged}
      state={state}
      formProps={formProps}
      submit={<SubmitButton>{manager ? "Save" : "Connect"}</SubmitButton>}
    >
      <div className="flex flex-col gap-4" onChange={() => setChanged(true)}>
        <input type="hidden" name="project" value={scope.project} />
        <input type="hidden" name="environment" value={scope.environment} />
        {manager ? (
          <input type="hidden" name="name" value={manager.name} />
        ) : (
          <>
            <input type="hidden" name="isNew" value="on" />
            <TextField state={state} name="name" label="Name" initial="" hint="As in vault-prod." />
          </>
        )}
        {choices?.hasMore && <MoreSecrets scope={scope} onFound={addNames} />}
        <ManagerFields state={state} manager={manager} names={names} />
      </div>
    </FormDialog>
  );
}
