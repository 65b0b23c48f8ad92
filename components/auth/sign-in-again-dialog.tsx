"use client";

import { useEffect, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { answerConfirmation } from "@/components/ui/confirm-store";
import { Dialog } from "@/components/ui/dialog";
import { DialogBody, DialogFooter } from "@/components/ui/dialog-parts";
import type { ConfirmationMethods } from "@/lib/auth/confirmation/model";

const CHECK_EVERY_MS = 2_000;

const cancel = () => answerConfirmation(false);

/**
 * Asks somebody whose session ended to sign in in a tab of its own, and then sends what waited for it. What one person
 * typed is never sent as another: `email` is whose page this is.
 */
export function SignInAgainDialog({ email }: { readonly email: string }) {
  const [other, setOther] = useState<string | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    const check = async () => {
      const found = await signedInAs(controller.signal);
      if (controller.signal.aborted || found === null) return;
      if (found === email) answerConfirmation(true);
      else setOther(found);
    };
    const timer = setInterval(check, CHECK_EVERY_MS);
    return () => {
      clearInterval(timer);
      controller.abort();
    };
  }, [email]);
  return (
    <Dialog
      title="Session expired"
      description="Sign in to continue. What you typed is kept."
      shape="narrow"
      onClose={cancel}
      closeHref="?"
    >
      <DialogBody>
        <p>Signing in opens a new tab. Come back to this one afterwards: it continues by itself.</p>
        {other !== null && (
          <Alert tone="warning" role="alert" title={`You signed in as ${other}.`}>
            This page belongs to {email}. Sign in as {email}, or cancel and reload the page.
          </Alert>
        )}
      </DialogBody>
      <DialogFooter>
        <Button onClick={cancel}>Cancel</Button>
        <a
          href="/sign-in?next=/account"
          target="_blank"
          rel="noopener"
          className={buttonStyle("primary", "medium")}
        >
          Sign in
        </a>
      </DialogFooter>
    </Dialog>
  );
}

/** The address of who is signed in now; null while nobody is, or the server cannot be reached. */
async function signedInAs(signal: AbortSignal): Promise<string | null> {
  try {
    const answer = await fetch("/account/confirm/methods", { signal, cache: "no-store" });
    if (!answer.ok) return null;
    const { email }: ConfirmationMethods = await answer.json();
    return email;
  } catch {
    return null;
  }
}
