"use client";

import { useEffect, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { answerConfirmation } from "@/components/ui/confirm-store";
import { Dialog } from "@/components/ui/dialog";
import { DialogBody } from "@/components/ui/dialog-parts";
import { Skeleton } from "@/components/ui/skeleton";
import type { ConfirmationMethods } from "@/lib/auth/confirmation/model";
import { ConfirmForm } from "./confirm-form";

const goOn = () => answerConfirmation(true);
const cancel = () => answerConfirmation(false);

type Loaded = ConfirmationMethods | "loading" | "failed";

/** Asks who one is, by whatever the person has, and sends what waited for it. */
export function ConfirmDialog() {
  const [methods, setMethods] = useState<Loaded>("loading");
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt asks once
  useEffect(() => {
    const controller = new AbortController();
    loadMethods(controller.signal).then(setMethods, () => {
      if (!controller.signal.aborted) setMethods("failed");
    });
    return () => controller.abort();
  }, [attempt]);
  const retry = () => {
    setMethods("loading");
    setAttempt(attempt + 1);
  };
  return (
    <Dialog
      title="Confirm your identity"
      description="We’ll ask again after 15 minutes."
      shape="narrow"
      onClose={cancel}
      closeHref="?"
    >
      <DialogBody>
        {methods === "loading" && <Skeleton className="h-24 w-full" />}
        {methods === "failed" && (
          <Alert
            tone="danger"
            role="alert"
            title="The server could not be reached."
            actions={<Button onClick={retry}>Try again</Button>}
          />
        )}
        {typeof methods === "object" && (
          <ConfirmForm methods={methods} onConfirmed={goOn} onCancel={cancel} />
        )}
      </DialogBody>
    </Dialog>
  );
}

async function loadMethods(signal: AbortSignal): Promise<Loaded> {
  const answer = await fetch("/account/confirm/methods", { signal, cache: "no-store" });
  // Nobody to confirm any more: what waits is sent, and asks to sign in again.
  if (answer.status === 401) answerConfirmation(true);
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return answer.json();
}
