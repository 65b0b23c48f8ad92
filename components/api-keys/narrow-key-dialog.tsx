"use client";

import { ButtonLink } from "@/components/ui/button-link";
import { Dialog } from "@/components/ui/dialog";
import { DialogBody, DialogFooter, dialogFormStyle } from "@/components/ui/dialog-parts";
import { DoneDialog } from "@/components/ui/done-dialog";
import { FormDialog } from "@/components/ui/form-dialog";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import { narrowApiKeyAction, widenApiKeyAction } from "@/lib/api-keys/reads/actions";
import type { ApiKeyPageData } from "@/lib/api-keys/reads/loaders";
import { READ_DAYS } from "@/lib/api-keys/reads/model";
import type { Permission } from "@/lib/authorization/permission";
import { counted } from "@/lib/counted";
import { failureOf } from "@/lib/web/form-state";

interface NarrowKeyDialogProps {
  readonly data: ApiKeyPageData;
  /** Which key. */
  readonly fields: Readonly<Record<string, string>>;
  readonly path: string;
  readonly onClose: () => void;
  readonly onDone: (done: string) => void;
}

/** Narrows a key to what it reads, after a second look at what it loses; then offers to undo that. */
export function NarrowKeyDialog({ data, fields, path, onClose, onDone }: NarrowKeyDialogProps) {
  const { key, readCount, readTag } = data;
  const { state, formProps } = useFormAction(narrowApiKeyAction);
  const undo = useFormAction(widenApiKeyAction);
  useDone(undo.state, ({ name }) => onDone(`${name} reaches what it did before`));
  const shared = { shape: "narrow", onClose, closeHref: path } as const;
  if (undo.state.status === "done")
    return (
      <DoneDialog
        title={`${key.name} reaches what it did before`}
        href={path}
        onClose={onClose}
        noun="page"
      />
    );
  if (state.status === "done")
    return (
      <Dialog title={`Narrowed ${state.data.name} to ${counted(state.data.count, "secret")}`} {...shared}>
        <form {...undo.formProps} className={dialogFormStyle}>
          <DialogBody className="flex flex-col gap-4">
            <FormError message={failureOf(undo.state)} attempt={undo.state} checkHref={path} />
            <Fields fields={{ ...fields, secrets: state.data.before?.join(" ") ?? "" }} />
            <p>From its next request on it is refused everything else.</p>
          </DialogBody>
          <DialogFooter>
            <SubmitButton tone="secondary">Undo</SubmitButton>
            <ButtonLink href={path}>Done</ButtonLink>
          </DialogFooter>
        </form>
      </Dialog>
    );
  const lost = key.permissions.flatMap((permission) => LOST[permission] ?? []);
  return (
    <FormDialog
      {...shared}
      title={`Narrow ${key.name} to ${counted(readCount, "secret")}?`}
      state={state}
      formProps={formProps}
      submit={<SubmitButton>Narrow</SubmitButton>}
    >
      <Fields fields={{ ...fields, tag: readTag }} />
      <p>
        It keeps what it has read within {READ_DAYS} days. From its next request on it is refused everything
        else, also secrets that are stored later.
      </p>
      {lost.length > 0 && <p>A narrowed key also {new Intl.ListFormat("en").format(lost)}.</p>}
    </FormDialog>
  );
}

/** What a key with a permission can do no more once it is narrowed. */
const LOST: Partial<Record<Permission, string>> = {
  "secrets:write": "creates and renames no secrets",
  "managers:write": "sets up no external managers",
  "leases:create": "gets no users of databases",
  "connections:use": "gets no tokens of connected apps",
  "audit:read": "reads no audit log",
  admin: "makes no mappings or endpoints",
};

function Fields({ fields }: Pick<NarrowKeyDialogProps, "fields">) {
  return Object.entries(fields).map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} />
  ));
}
