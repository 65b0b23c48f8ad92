"use client";

import { DoneDialog } from "@/components/ui/done-dialog";
import { FormDialog } from "@/components/ui/form-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { removePolicyAction } from "@/lib/rotation/actions";
import type { SecretMeta } from "@/lib/secrets/model";
import { SecretFields } from "./secret-fields";

interface StopDialogProps {
  readonly scope: EnvironmentRef;
  readonly secret: SecretMeta;
  readonly basePath: string;
  readonly onClose: () => void;
  readonly onStopped: () => void;
}

/** Asks before a secret is rotated by nobody any more. */
export function StopDialog({ scope, secret, basePath, onClose, onStopped }: StopDialogProps) {
  const { state, formProps } = useFormAction(removePolicyAction);
  useDone(state, onStopped);
  const title = `Stop rotating ${secret.name}?`;
  if (state.status === "done")
    return <DoneDialog title="Rotation is stopped" href={basePath} onClose={onClose} noun="page" />;
  return (
    <FormDialog
      title={title}
      shape="narrow"
      onClose={onClose}
      closeHref={basePath}
      state={state}
      formProps={formProps}
      submit={<SubmitButton tone="danger">Stop rotating</SubmitButton>}
    >
      <SecretFields scope={scope} secretId={secret.id} />
      <p>
        How it is rotated is forgotten, and it does not become due any more. Its value stays as it is, and its
        history stays readable.
      </p>
    </FormDialog>
  );
}
