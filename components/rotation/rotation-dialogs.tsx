"use client";

import dynamic from "next/dynamic";
import { useCallback } from "react";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import type { SecretRotationPageData } from "@/lib/rotation/loaders";

const RotationDialog = dynamic(() => import("./rotation-dialog").then((m) => m.RotationDialog));
const StopDialog = dynamic(() => import("./stop-dialog").then((m) => m.StopDialog));

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
