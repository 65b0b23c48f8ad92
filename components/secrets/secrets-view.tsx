"use client";

import dynamic from "next/dynamic";
import { useCallback, useEffect, useMemo, useState } from "react";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import { type Order, type Sort, usualOrder } from "@/lib/secrets/listing/model";
import type { SecretsPageData } from "@/lib/secrets/loaders";
import type { SecretMeta } from "@/lib/secrets/model";
import { activeFilters } from "./filters";
import { FoundShared } from "./found-shared";
import type { ListView } from "./list-view";
import { queryHref } from "./query-href";
import { type AddedVersion, savedMessage } from "./saved-message";
import { SecretTable } from "./secret-table";
import { useSecretRows } from "./use-secret-rows";

const loadStoreDialog = () => import("./store-dialog").then((m) => m.StoreDialog);
const loadImportDialog = () => import("./import-dialog").then((m) => m.ImportDialog);
const loadEditDialog = () => import("./edit-dialog").then((m) => m.EditDialog);
const loadReplaceDialog = () => import("./replace-dialog").then((m) => m.ReplaceDialog);
const loadDeleteDialog = () => import("./delete-dialog").then((m) => m.DeleteDialog);
const loadChangesDrawer = () => import("./changes-drawer").then((m) => m.ChangesDrawer);
const NoSecrets = dynamic(() => import("./secrets-empty").then((m) => m.NoSecrets));
const NothingFound = dynamic(() => import("./secrets-empty").then((m) => m.NothingFound));
const StoreDialog = dynamic(loadStoreDialog);
const ImportDialog = dynamic(loadImportDialog);
const EditDialog = dynamic(loadEditDialog);
const ReplaceDialog = dynamic(loadReplaceDialog);
const DeleteDialog = dynamic(loadDeleteDialog);
const ChangesDrawer = dynamic(loadChangesDrawer);

/** Parameters of the address that only the dialogs of this page use. */
const DIALOG_NEEDS = ["secret", "replace", "name"];

interface SecretsViewProps {
  readonly data: SecretsPageData;
  readonly basePath: string;
  readonly environmentName: string;
  readonly view: ListView;
}

/** The list of secrets and the dialogs that open over it. */
export function SecretsView({ data, basePath, environmentName, view }: SecretsViewProps) {
  const { scope, query, may, selected } = data;
  const moreUrl = useCallback(
    (after: string) => queryHref(`${basePath}/rows`, query, { after }),
    [basePath, query],
  );
  const sorted = useMemo(
    () => ({
      sort: query.sort,
      order: query.order ?? usualOrder(query.sort),
      href: (sort: Sort, order: Order) => queryHref(basePath, query, { sort, order }),
    }),
    [basePath, query],
  );
  const rows = useSecretRows(data.page, moreUrl);
  const dialog = useDialogParam(DIALOG_NEEDS);
  const [markedId, setMarkedId] = useState<string | null>(null);
  usePreloadedDialogs();

  const secretId = dialog.params.get("secret");
  const secret =
    secretId === null ? null : (rows.find(secretId) ?? (selected?.id === secretId ? selected : null));
  const { close } = dialog;
  const onStored = useCallback(
    (stored: { id: string; name: string }) => {
      setMarkedId(stored.id);
      toast(`Stored ${stored.name}`);
      close();
    },
    [close],
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
  const isFiltered = query.search !== "" || activeFilters(query).length > 0;
  return (
    <>
      <FoundShared shared={data.shared} search={query.search} basePath={basePath} />
      {rows.length > 0 && (
        <SecretTable
          rows={rows}
          sorted={sorted}
          view={view}
          search={query.search}
          markedId={markedId}
          basePath={basePath}
        />
      )}
      {rows.length === 0 && isFiltered && data.shared.length === 0 && (
        <NothingFound query={query} basePath={basePath} project={scope.project} elsewhere={data.elsewhere} />
      )}
      {rows.length === 0 && !isFiltered && (
        <NoSecrets environmentName={environmentName} mayCreate={may.create} />
      )}
      {dialog.name === "store" && may.create && (
        <StoreDialog {...shared} suggestedName={dialog.params.get("name") ?? ""} onStored={onStored} />
      )}
      {dialog.name === "import" && may.create && <ImportDialog {...shared} />}
      {dialog.name === "edit" && secret?.may.update && (
        <EditDialog
          key={secret.id}
          {...shared}
          secret={secret}
          mayReplace={secret.may.rotate}
          isReplacing={dialog.params.get("replace") === "1"}
          onSaved={onSaved}
        />
      )}
      {dialog.name === "edit" && secret?.may.rotate && !secret.may.update && (
        <ReplaceDialog key={secret.id} {...shared} secret={secret} pagePath={basePath} onSaved={onSaved} />
      )}
      {dialog.name === "delete" && secret?.may.delete && (
        <DeleteDialog {...shared} secret={secret} onDeleted={onDeleted} />
      )}
      {dialog.name === "changes" && secret && (
        <ChangesDrawer {...shared} secret={secret} mayRestore={secret.may.restore} onRestored={onChanged} />
      )}
    </>
  );
}

/** Fetches the code of the dialogs as soon as someone touches the page, so that they open at once. */
function usePreloadedDialogs(): void {
  useEffect(() => {
    const controller = new AbortController();
    const preload = () => {
      controller.abort();
      for (const load of [
        loadStoreDialog,
        loadImportDialog,
        loadEditDialog,
        loadDeleteDialog,
        loadChangesDrawer,
      ])
        load().catch(() => {});
    };
    for (const sign of ["pointermove", "pointerdown", "keydown"]) {
      window.addEventListener(sign, preload, { signal: controller.signal, passive: true });
    }
    return () => controller.abort();
  }, []);
}
