"use client";

import dynamic from "next/dynamic";
import { useSyncExternalStore } from "react";
import { askedNow, subscribeConfirmation } from "@/components/ui/confirm-store";

const ConfirmDialog = dynamic(() => import("./confirm-dialog").then((file) => file.ConfirmDialog), {
  ssr: false,
});

const SignInAgainDialog = dynamic(
  () => import("./sign-in-again-dialog").then((file) => file.SignInAgainDialog),
  { ssr: false },
);

/**
 * Opens *Confirm your identity* or *Session expired* over whatever is open, when an action asked for it. Loaded on first
 * use. `email` is whose page this is.
 */
export function ConfirmHost({ email }: { readonly email: string }) {
  const asked = useSyncExternalStore(subscribeConfirmation, askedNow, () => null);
  if (asked === "signIn") return <SignInAgainDialog email={email} />;
  return asked && <ConfirmDialog />;
}
