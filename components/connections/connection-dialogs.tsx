"use client";

import { useCallback } from "react";
import { lazily } from "@/components/ui/lazily";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import type { ConnectionsPageData } from "@/lib/connections/loaders";

const ConnectionDialog = lazily(() => import("./connection-dialog").then((m) => m.ConnectionDialog));

/** Parameters of the address that only the dialog of this page uses. */
const DIALOG_NEEDS = ["app"];

/** The dialog that opens over the page of connected apps. */
export function ConnectionDialogs({
  data,
  basePath,
}: {
  readonly data: ConnectionsPageData;
  readonly basePath: string;
}) {
  const { name, params, close } = useDialogParam(DIALOG_NEEDS);
  const onSaved = useCallback(() => {
    toast("Saved the app");
    close();
  }, [close]);
  const entry = data.connections.find((one) => one.name === params.get("app")) ?? null;
  if (!data.may.configure || name !== "app" || (params.has("app") && !entry)) return null;
  return <ConnectionDialog data={data} entry={entry} basePath={basePath} onClose={close} onSaved={onSaved} />;
}
