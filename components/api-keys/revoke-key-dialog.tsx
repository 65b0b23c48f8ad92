"use client";

import { FormDialog } from "@/components/ui/form-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import { revokeApiKeyAction } from "@/lib/api-keys/actions";
import type { ApiKeyMeta } from "@/lib/api-keys/model";

interface RevokeKeyDialogProps {
  readonly apiKey: ApiKeyMeta;
  readonly project: string;
  readonly basePath: string;
  readonly onClose: () => void;
  readonly onRevoked: (name: string) => void;
}

/** Ends a key, after a second look at what that is. */
export function RevokeKeyDialog({ apiKey, project, basePath, onClose, onRevoked }: RevokeKeyDialogProps) {
  const { state, formProps } = useFormAction(revokeApiKeyAction);
  useDone(state, ({ name }) => onRevoked(name));
  return (
    <FormDialog
      title={`Revoke ${apiKey.name}?`}
      shape="narrow"
      onClose={onClose}
      closeHref={basePath}
      state={state}
      formProps={formProps}
      submit={<SubmitButton tone="danger">Revoke key</SubmitButton>}
    >
      <input type="hidden" name="project" value={project} />
      <input type="hidden" name="reach" value={apiKey.project === null ? "organisation" : "project"} />
      <input type="hidden" name="keyId" value={apiKey.id} />
      <p>Anything using this key will be refused immediately. This cannot be undone.</p>
      <p className="text-muted">
        {apiKey.lastUsedAt ? (
          <>
            It was used last <Time value={apiKey.lastUsedAt} />
            {apiKey.lastUsedIp && <> from {apiKey.lastUsedIp}</>}.
          </>
        ) : (
          "It has never been used."
        )}
      </p>
    </FormDialog>
  );
}
