"use client";

import { useEffect } from "react";
import { Dialog } from "@/components/ui/dialog";
import { DialogCancel } from "@/components/ui/dialog-cancel";
import { DialogBody, DialogFooter, dialogFormStyle } from "@/components/ui/dialog-parts";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
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
  useEffect(() => {
    if (state.status === "done") onRevoked(state.data.name);
  }, [state, onRevoked]);
  return (
    <Dialog title={`Revoke ${apiKey.name}?`} shape="narrow" onClose={onClose} closeHref={basePath}>
      <form {...formProps} className={dialogFormStyle}>
        <input type="hidden" name="project" value={project} />
        <input type="hidden" name="reach" value={apiKey.project === null ? "organisation" : "project"} />
        <input type="hidden" name="keyId" value={apiKey.id} />
        <DialogBody className="flex flex-col gap-3">
          <FormError message={state.status === "failed" ? state.message : null} attempt={state} />
          <p>Whatever uses this key is refused from its next request on. This cannot be undone.</p>
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
        </DialogBody>
        <DialogFooter>
          <DialogCancel href={basePath} />
          <SubmitButton tone="danger">Revoke key</SubmitButton>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
