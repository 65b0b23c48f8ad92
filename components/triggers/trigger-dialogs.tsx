"use client";

import { useCallback } from "react";
import { lazily } from "@/components/ui/lazily";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import type { TriggersPageData } from "@/lib/triggers/loaders";

const TriggerDialog = lazily(() => import("./trigger-dialog").then((m) => m.TriggerDialog));

/** Parameters of the address that only the dialog of this page uses. */
const DIALOG_NEEDS = ["trigger"];

/** The dialog that opens over the page of triggers. */
export function TriggerDialogs({
  data,
  basePath,
}: {
  readonly data: TriggersPageData;
  readonly basePath: string;
}) {
  const { name, params, close } = useDialogParam(DIALOG_NEEDS);
  const onSaved = useCallback(() => {
    toast("Saved the trigger");
    close();
  }, [close]);
  const entry = data.triggers.find((one) => one.name === params.get("trigger")) ?? null;
  if (!data.may.configure || name !== "trigger" || (params.has("trigger") && !entry)) return null;
  return <TriggerDialog data={data} entry={entry} basePath={basePath} onClose={close} onSaved={onSaved} />;
}
