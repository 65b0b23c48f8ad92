"use client";

import { KeyRound } from "lucide-react";
import type { ReactNode } from "react";
import type { ButtonTone } from "@/components/ui/button-style";
import { SubmitButton } from "@/components/ui/submit-button";

interface PasskeyButtonProps {
  readonly isAsking: boolean;
  readonly tone?: ButtonTone;
  readonly children: ReactNode;
}

/** Sends a form by way of a passkey, and says so while the browser asks for it. */
export function PasskeyButton({ isAsking, tone = "secondary", children }: PasskeyButtonProps) {
  return (
    <>
      <SubmitButton tone={tone}>
        <KeyRound aria-hidden className="size-4" />
        {children}
      </SubmitButton>
      <p role="status" className={isAsking ? "text-sm text-muted" : "sr-only"}>
        {isAsking && "Follow your browser’s prompt."}
      </p>
      <noscript>
        <p className="text-sm text-muted">Passkeys need JavaScript.</p>
      </noscript>
    </>
  );
}
