"use client";

import { useCallback } from "react";
import { lazily } from "@/components/ui/lazily";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import type { ManagersPageData } from "@/lib/managers/loaders";

const ManagerDialog = lazily(() => import("./manager-dialog").then((m) => m.ManagerDialog));

/** Parameters of the address that only the dialogs of this page use. */
const DIALOG_NEEDS = ["manager"];

interface ManagerDialogsProps {
  readonly data: ManagersPageData;
  readonly basePath: string;
}

/** The dialogs that open over the page of external managers. */
export function ManagerDialogs({ data, basePath }: ManagerDialogsProps) {
  const { name, params, close } = useDialogParam(DIALOG_NEEDS);
  const onSaved = useCallback(() => {
    toast("Saved the external manager");
    close();
  }, [close]);
  const manager = data.managers.find((one) => one.name === params.get("manager")) ?? null;
  if (!data.mayConfigure || name !== "manager" || (params.has("manager") && !manager)) return null;
  return (
    <ManagerDialog data={data} manager={manager} basePath={basePath} onClose={close} onSaved={onSaved} />
  );
}
