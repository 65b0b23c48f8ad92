"use client";

import { ScopeFields } from "@/components/secrets/secret-fields";
import { UseList, usedMessage, usesIn } from "@/components/secrets/use-list";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { deleteMappingAction } from "@/lib/shared-mappings/actions";
import type { MappingMeta } from "@/lib/shared-mappings/model";

interface UnmapDialogProps {
  readonly mapping: MappingMeta;
  readonly scope: EnvironmentRef;
  readonly basePath: string;
  readonly onClose: () => void;
  readonly onUnmapped: (name: string) => void;
}

/** Takes a mapping away, after a second look at what that is. */
export function UnmapDialog({ mapping, scope, basePath, onClose, onUnmapped }: UnmapDialogProps) {
  const { state, formProps } = useFormAction(deleteMappingAction);
  const uses = state.status === "failed" ? usesIn(state.facts) : [];
  const reason = uses.length > 0 ? usedMessage("the secret behind this name", uses.length) : null;
  useDone(state, ({ name }) => onUnmapped(name));
  return (
    <FormDialog
      title={`Remove ${mapping.name}?`}
      shape="narrow"
      onClose={onClose}
      closeHref={basePath}
      state={state}
      formProps={formProps}
      error={
        <FormError
          message={state.status === "failed" ? (reason ?? state.message) : null}
          attempt={state}
          checkHref={basePath}
        >
          {uses.length > 0 && <UseList uses={uses} count={uses.length} />}
        </FormError>
      }
      submit={<SubmitButton tone="danger">Stop using it here</SubmitButton>}
    >
      <ScopeFields {...scope} />
      <input type="hidden" name="mappingId" value={mapping.id} />
      <p>
        Whatever reads <code className="font-mono text-sm break-all">{mapping.name}</code> here stops getting
        it. The shared secret <code className="font-mono text-sm break-all">{mapping.secret.name}</code> stays
        as it is.
      </p>
    </FormDialog>
  );
}
