"use client";

import { useCallback } from "react";
import { lazily } from "@/components/ui/lazily";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import type { SecretRotationPageData } from "@/lib/rotation/loaders";

const RotationDialog = lazily(() => import("./rotation-dialog").then((m) => m.RotationDialog));
const StopDialog = lazily(() => import("./stop-dialog").then((m) => m.StopDialog));

interface RotationDialogsProps {
  readonly data: SecretRotationPageData;
  readonly basePath: string;
}

/** The dialogs that open over the page of a secret's rotation. */
export function RotationDialogs({ data, basePath }: RotationDialogsProps) {
  const { name, close } = useDialogParam();
  const { scope, secret, rotation, may } = data;
  const onSaved = useCallback(() => {
    toast("Saved how it is rotated");
    close();
  }, [close]);
  const onStopped = useCallback(() => {
    toast(`${secret.name} is not rotated any more`);
    close();
  }, [close, secret.name]);
  if (!may.configure) return null;
  return (
    <>
      {name === "rotation" && (
        <RotationDialog data={data} basePath={basePath} onClose={close} onSaved={onSaved} />
      )}
      {name === "stop" && rotation && (
        <StopDialog scope={scope} secret={secret} basePath={basePath} onClose={close} onStopped={onStopped} />
      )}
    </>
  );
}
