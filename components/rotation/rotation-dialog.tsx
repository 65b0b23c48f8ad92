"use client";

import { useCallback, useState } from "react";
import { MoreSecrets } from "@/components/allowlist/more-secrets";
import { DoneDialog } from "@/components/ui/done-dialog";
import { FormDialog } from "@/components/ui/form-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import { putPolicyAction } from "@/lib/rotation/actions";
import type { SecretRotationPageData } from "@/lib/rotation/loaders";
import { PolicyFields } from "./policy-fields";
import { SecretFields } from "./secret-fields";

interface RotationDialogProps {
  readonly data: SecretRotationPageData;
  readonly basePath: string;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** Says how a secret is rotated. */
export function RotationDialog({ data, basePath, onClose, onSaved }: RotationDialogProps) {
  const { scope, secret, rotation, choices } = data;
  const { state, formProps } = useFormAction(putPolicyAction);
  const [hasChanged, setChanged] = useState(false);
  const [names, setNames] = useState(choices?.names ?? []);
  const addNames = useCallback(
    (found: readonly string[]) =>
      setNames((now) => [...new Set([...now, ...found])].filter((name) => name !== secret.name).sort()),
    [secret.name],
  );
  useDone(state, onSaved);
  if (state.status === "done")
    return <DoneDialog title="Rotation is set" href={basePath} onClose={onClose} noun="page" />;
  return (
    <FormDialog
      title={rotation ? `Change how ${secret.name} is rotated` : `Set up rotation of ${secret.name}`}
      onClose={onClose}
      closeHref={basePath}
      hasUnsaved={() => hasChanged}
      state={state}
      formProps={formProps}
      submit={<SubmitButton>{rotation ? "Save" : "Set up rotation"}</SubmitButton>}
    >
      <div className="flex flex-col gap-4" onChange={() => setChanged(true)}>
        <SecretFields scope={scope} secretId={secret.id} />
        {choices?.hasMore && <MoreSecrets scope={scope} onFound={addNames} />}
        <PolicyFields
          rotation={rotation}
          secret={secret}
          state={state}
          names={names}
          timesUrl={`${basePath}/times`}
        />
      </div>
    </FormDialog>
  );
}
