"use client";

import { Suspense, useSyncExternalStore } from "react";
import { askedNow, subscribeConfirmation } from "@/components/ui/confirm-store";
import { lazily } from "@/components/ui/lazily";

const ConfirmDialog = lazily(() => import("./confirm-dialog").then((file) => file.ConfirmDialog));

const SignInAgainDialog = lazily(() =>
  import("./sign-in-again-dialog").then((file) => file.SignInAgainDialog),
);

/**
 * Opens *Confirm your identity* or *Session expired* over whatever is open, when an action asked for it. `email`
 * is whose page this is.
 */
export function ConfirmHost({ email }: { readonly email: string }) {
  const asked = useSyncExternalStore(subscribeConfirmation, askedNow, () => null);
  return (
    <Suspense>
      {asked === "signIn" ? <SignInAgainDialog email={email} /> : asked && <ConfirmDialog />}
    </Suspense>
  );
}
