"use client";

import { useEffect, useRef } from "react";
import { Alert } from "@/components/ui/alert";
import { ConfirmationField } from "@/components/ui/confirmation-field";
import { DoneDialog } from "@/components/ui/done-dialog";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { deleteSecretAction } from "@/lib/secrets/actions";
import type { SecretMeta } from "@/lib/secrets/model";
import { failureOf } from "@/lib/web/form-state";
import { MappedScopeList, scopesIn } from "./mapped-scopes";
import { ScopeFields } from "./secret-fields";
import { UseList, usedMessage, usesIn } from "./use-list";
import { isInUse, UseLists, useSecretUse } from "./used-by";

interface DeleteDialogProps {
  readonly secret: SecretMeta;
  readonly scope: EnvironmentRef;
  readonly basePath: string;
  readonly onClose: () => void;
  readonly onDeleted: (deleted: { readonly id: string; readonly name: string }) => void;
}

/** Deletes a secret for ever, after its name was typed. */
export function DeleteDialog({ secret, scope, basePath, onClose, onDeleted }: DeleteDialogProps) {
  const { state, formProps } = useFormAction(deleteSecretAction);
  useDone(state, onDeleted);
  const scopes = state.status === "failed" ? scopesIn(state.facts) : [];
  const uses = state.status === "failed" ? usesIn(state.facts) : [];
  const use = useSecretUse(secret, basePath);
  const reason = uses.length > 0 ? usedMessage("this secret", uses.length) : null;
  const message = reason ?? failureOf(state, "confirmation");
  // Where no script says so beforehand, the refusal does.
  const isStuck = isInUse(use) || scopes.length > 0 || uses.length > 0;
  if (state.status === "done")
    return <DoneDialog title={`Deleted ${secret.name}`} href={basePath} onClose={onClose} />;
  return (
    <FormDialog
      title={`Delete ${secret.name}?`}
      shape="narrow"
      onClose={onClose}
      closeHref={basePath}
      state={state}
      formProps={formProps}
      error={
        <FormError
          message={message}
          attempt={state}
          checkHref={`${basePath}?${new URLSearchParams({ search: secret.name })}`}
        >
          {scopes.length > 0 && <MappedScopeList scopes={scopes} count={scopes.length} />}
          {uses.length > 0 && <UseList uses={uses} count={uses.length} />}
        </FormError>
      }
      cancel={isStuck ? "Close" : "Cancel"}
      submit={!isStuck && <SubmitButton tone="danger">Delete permanently</SubmitButton>}
    >
      <ScopeFields {...scope} />
      <input type="hidden" name="secretId" value={secret.id} />
      {scopes.length === 0 && uses.length === 0 && <UseLists use={use} />}
      {isStuck ? (
        <Stuck />
      ) : (
        <>
          <Alert tone="danger" title="This cannot be undone">
            <WhatIsLost secret={secret} />
          </Alert>
          <ConfirmationField noun="name" wanted={secret.name} state={state} />
        </>
      )}
    </FormDialog>
  );
}

/** In place of the field that had the focus. */
function Stuck() {
  const text = useRef<HTMLParagraphElement>(null);
  useEffect(() => text.current?.focus(), []);
  return (
    <p ref={text} tabIndex={-1}>
      Remove these uses first.
    </p>
  );
}

function WhatIsLost({ secret }: { readonly secret: SecretMeta }) {
  const versions = secret.version === 1 ? "Its value is" : `All ${secret.version} versions of its value are`;
  return `${versions} erased for good; anything still reading it will fail. The change log is kept.`;
}
