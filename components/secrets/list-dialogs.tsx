"use client";

import { useCallback } from "react";
import { lazily } from "@/components/ui/lazily";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import type { SecretsPageData } from "@/lib/secrets/loaders";
import type { SecretMeta } from "@/lib/secrets/model";
import { type AddedVersion, savedMessage } from "./saved-message";
import type { SecretRows } from "./use-secret-rows";

const StoreDialog = lazily(() => import("./store-dialog").then((m) => m.StoreDialog));
const ReferDialog = lazily(() => import("./refer-dialog").then((m) => m.ReferDialog));
const ImportDialog = lazily(() => import("./import-dialog").then((m) => m.ImportDialog));
const EditDialog = lazily(() => import("./edit-dialog").then((m) => m.EditDialog));
const ReplaceDialog = lazily(() => import("./replace-dialog").then((m) => m.ReplaceDialog));
const DeleteDialog = lazily(() => import("./delete-dialog").then((m) => m.DeleteDialog));
const ChangesDrawer = lazily(() => import("./changes-drawer").then((m) => m.ChangesDrawer));

/** Parameters of the address that only the dialogs of this page use. */
const DIALOG_NEEDS = ["secret", "replace", "name"];

interface ListDialogsProps {
  readonly data: SecretsPageData;
  readonly basePath: string;
  readonly environmentName: string;
  readonly rows: SecretRows;
  /** Makes a secret stand out in the list. */
  readonly mark: (id: string) => void;
}

/** The dialogs that open over the list of secrets. */
export function ListDialogs({ data, basePath, environmentName, rows, mark }: ListDialogsProps) {
  const { scope, may, selected } = data;
  const { name, params, close } = useDialogParam(DIALOG_NEEDS);
  const secretId = params.get("secret");
  const secret =
    secretId === null ? null : (rows.find(secretId) ?? (selected?.id === secretId ? selected : null));
  const onStored = useCallback(
    (stored: { id: string; name: string }) => {
      mark(stored.id);
      toast(`Stored ${stored.name}`);
      close();
    },
    [mark, close],
  );
  const { replace, remove } = rows;
  const onChanged = useCallback(
    (changed: SecretMeta, added: AddedVersion | null) => {
      replace(changed);
      toast(savedMessage(changed.name, added));
    },
    [replace],
  );
  const onSaved = useCallback(
    (changed: SecretMeta, added: AddedVersion | null) => {
      onChanged(changed, added);
      close();
    },
    [onChanged, close],
  );
  const onDeleted = useCallback(
    (deleted: { id: string; name: string }) => {
      remove(deleted.id);
      toast(`Deleted ${deleted.name}. Its change log is kept.`);
      close();
    },
    [remove, close],
  );
  const shared = { scope, basePath, environmentName, onClose: close };
  return (
    <>
      {name === "store" && may.create && (
        <StoreDialog
          {...shared}
          suggestedName={params.get("name") ?? ""}
          hasManagers={data.managers.length > 0}
          onStored={onStored}
        />
      )}
      {name === "refer" && may.create && (
        <ReferDialog {...shared} managers={data.managers} onStored={onStored} />
      )}
      {name === "import" && may.create && <ImportDialog {...shared} />}
      {name === "edit" && secret?.may.update && (
        <EditDialog
          key={secret.id}
          {...shared}
          secret={secret}
          mayReplace={secret.may.rotate}
          isReplacing={params.get("replace") === "1"}
          onSaved={onSaved}
        />
      )}
      {name === "edit" && secret?.may.rotate && !secret.may.update && (
        <ReplaceDialog key={secret.id} {...shared} secret={secret} pagePath={basePath} onSaved={onSaved} />
      )}
      {name === "delete" && secret?.may.delete && (
        <DeleteDialog {...shared} secret={secret} onDeleted={onDeleted} />
      )}
      {name === "changes" && secret && (
        <ChangesDrawer {...shared} secret={secret} mayRestore={secret.may.restore} onRestored={onChanged} />
      )}
    </>
  );
}
