"use client";

import { useCallback } from "react";
import { lazily } from "@/components/ui/lazily";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import type { LeasesPageData } from "@/lib/leases/loaders";

const SourceDialog = lazily(() => import("./source-dialog").then((m) => m.SourceDialog));

/** Parameters of the address that only the dialogs of this page use. */
const DIALOG_NEEDS = ["source"];

/** The dialogs that open over the page of leases. */
export function SourceDialogs({
  data,
  basePath,
}: {
  readonly data: LeasesPageData;
  readonly basePath: string;
}) {
  const { name, params, close } = useDialogParam(DIALOG_NEEDS);
  const onSaved = useCallback(() => {
    toast("Saved the lease source");
    close();
  }, [close]);
  const entry = data.sources.find((source) => source.name === params.get("source")) ?? null;
  if (!data.may.configure || name !== "source" || (params.has("source") && !entry)) return null;
  return <SourceDialog data={data} entry={entry} basePath={basePath} onClose={close} onSaved={onSaved} />;
}
