"use client";

import { useEffect } from "react";
import { ButtonLink } from "@/components/ui/button-link";
import { Dialog } from "@/components/ui/dialog";
import { DialogCancel } from "@/components/ui/dialog-cancel";
import { DialogBody, DialogFooter, dialogFormStyle } from "@/components/ui/dialog-parts";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { markVerifiedAction } from "@/lib/allowlist/actions";
import type { EndpointPageData } from "@/lib/allowlist/loaders";
import { failureOf } from "@/lib/web/form-state";
import { TargetFields } from "./target-fields";

interface MarkVerifiedDialogProps extends Pick<EndpointPageData, "endpoint" | "scope"> {
  readonly basePath: string;
  readonly onClose: () => void;
}

/** Asks before somebody vouches for an endpoint, and says what that means. */
export function MarkVerifiedDialog({ endpoint, scope, basePath, onClose }: MarkVerifiedDialogProps) {
  const { state, formProps } = useFormAction(markVerifiedAction);
  const isDone = state.status === "done";
  useEffect(() => {
    if (isDone) onClose();
  }, [isDone, onClose]);
  const title = isDone ? `${endpoint.name} is verified` : `Mark ${endpoint.name} as verified?`;
  return (
    <Dialog title={title} shape="narrow" onClose={onClose} closeHref={basePath}>
      <form {...formProps} className={dialogFormStyle}>
        <TargetFields scope={scope} name={endpoint.name} />
        <DialogBody className="flex flex-col gap-3">
          <FormError message={failureOf(state)} attempt={state} />
          {isDone ? <p>Your name is recorded.</p> : <VerificationNote url={endpoint.url} />}
        </DialogBody>
        <DialogFooter>
          {isDone ? (
            <ButtonLink href={basePath}>Back to the endpoint</ButtonLink>
          ) : (
            <>
              <DialogCancel href={basePath} />
              <SubmitButton>Mark as verified</SubmitButton>
            </>
          )}
        </DialogFooter>
      </form>
    </Dialog>
  );
}

function VerificationNote({ url }: { readonly url: string }) {
  return (
    <>
      <p>
        From then on data and secrets are sent to <code className="font-mono text-sm break-all">{url}</code>,
        although it has not shown that it expects them. Check that the address is right, and whose it is.
      </p>
      <p>Your name is recorded.</p>
    </>
  );
}
