"use client";

import { signInWithPasskeyAction } from "@/lib/auth/passkeys/actions";
import { PasskeyMethod } from "./passkey-method";

/** Signs in with a passkey alone: no address, no password. */
export function PasskeySignIn({ next }: { readonly next: string | null }) {
  return (
    <PasskeyMethod
      action={signInWithPasskeyAction}
      ceremony="signIn"
      label="Continue with a passkey"
      next={next}
    />
  );
}
