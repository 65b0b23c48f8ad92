"use client";

import { Share2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useCallback } from "react";
import { DialogLink } from "@/components/ui/dialog-link";
import { EmptyState } from "@/components/ui/empty-state";
import { lazily } from "@/components/ui/lazily";
import { PageLinks } from "@/components/ui/page-links";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import { secretsPath } from "@/lib/projects/model";
import type { SharedPageData } from "@/lib/shared-mappings/loaders";
import { MappingTable } from "./mapping-table";

const MapDialog = lazily(() => import("./map-dialog").then((m) => m.MapDialog));
const UnmapDialog = lazily(() => import("./unmap-dialog").then((m) => m.UnmapDialog));

/** Parameters of the address that only the dialogs of this page use. */
const DIALOG_NEEDS = ["mapping"];

/** The shared secrets of an environment and the dialogs that open over them. */
export function SharedView({ data, basePath }: { readonly data: SharedPageData; readonly basePath: string }) {
  const { page, may, scope } = data;
  const dialog = useDialogParam(DIALOG_NEEDS);
  const { close } = dialog;
  const router = useRouter();
  const onMapped = useCallback(
    (name: string) => {
      toast(`Added ${name}`);
      close();
    },
    [close],
  );
  const onUnmapped = useCallback(
    (name: string) => {
      toast(`Removed ${name}. The shared secret stays.`);
      close();
      router.refresh();
    },
    [close, router],
  );
  const mappingId = dialog.params.get("mapping");
  const mapping = page.items.find(({ id }) => id === mappingId);
  return (
    <>
      <MappingTable
        mappings={page.items}
        listPath={secretsPath(scope.project, scope.environment)}
        mayWrite={may.write}
        empty={<NothingShared data={data} />}
        footer={<PageLinks label="shared secrets" params={dialog.params} next={page.next} />}
      />
      {dialog.name === "map" && may.write && (
        <MapDialog data={data} basePath={basePath} onClose={close} onMapped={onMapped} />
      )}
      {dialog.name === "unmap" && may.write && mapping && (
        <UnmapDialog
          mapping={mapping}
          scope={scope}
          basePath={basePath}
          onClose={close}
          onUnmapped={onUnmapped}
        />
      )}
    </>
  );
}

function NothingShared({ data: { environmentName, may } }: { readonly data: SharedPageData }) {
  return (
    <EmptyState
      icon={Share2}
      title={`No shared secrets in ${environmentName} yet`}
      actions={
        may.write && (
          <DialogLink dialog="map" tone="primary">
            Add the first one
          </DialogLink>
        )
      }
    >
      Store a secret once in Platform and use it in many projects. Pick one and give it a name here: apps in
      this environment read it like any other, and a new value reaches them all.
    </EmptyState>
  );
}
