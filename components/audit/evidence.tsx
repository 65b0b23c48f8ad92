"use client";

import { ShieldCheck } from "lucide-react";
import { DialogLink } from "@/components/ui/dialog-link";
import { lazily } from "@/components/ui/lazily";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import type { EvidenceProps } from "./evidence-dialog";

const EvidenceDialog = lazily(() => import("./evidence-dialog").then((m) => m.EvidenceDialog));

const DIALOG = "evidence";

/** Opens the dialog that hands out evidence of what the page shows. */
export function Evidence(props: EvidenceProps) {
  const { name, close } = useDialogParam();
  return (
    <>
      <DialogLink dialog={DIALOG} tone="secondary" size="small">
        <ShieldCheck aria-hidden className="size-3.5" />
        Evidence
      </DialogLink>
      {name === DIALOG && <EvidenceDialog {...props} onClose={close} />}
    </>
  );
}
