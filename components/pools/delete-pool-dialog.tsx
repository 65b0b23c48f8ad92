"use client";

import { ScopeFields } from "@/components/secrets/secret-fields";
import { FormDialog } from "@/components/ui/form-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { deletePoolAction } from "@/lib/pools/actions";

interface DeletePoolDialogProps {
  readonly scope: EnvironmentRef;
  readonly name: string;
  readonly basePath: string;
  readonly onClose: () => void;
  readonly onDeleted: (name: string) => void;
}

/** Asks before a pool is deleted. */
export function DeletePoolDialog({ scope, name, basePath, onClose, onDeleted }: DeletePoolDialogProps) {
  const { state, formProps } = useFormAction(deletePoolAction);
  useDone(state, () => onDeleted(name));
  return (
    <FormDialog
      title={`Delete ${name}?`}
      shape="narrow"
      onClose={onClose}
      closeHref={basePath}
      state={state}
      formProps={formProps}
      submit={<SubmitButton tone="danger">Delete pool</SubmitButton>}
    >
      <ScopeFields {...scope} />
      <input type="hidden" name="name" value={name} />
      <p>Whoever takes keys out of it is answered 404. Its secrets stay as they are.</p>
    </FormDialog>
  );
}
