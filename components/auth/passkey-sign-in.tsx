"use client";

import { signInWithPasskeyAction } from "@/lib/auth/passkeys/actions";
import { PasskeyWay } from "./passkey-way";

/** Signs in with a passkey alone: no address, no password. */
export function PasskeySignIn({ next }: { readonly next: string | null }) {
  return (
    <PasskeyWay
      action={signInWithPasskeyAction}
      ceremony="signIn"
      label="Continue with a passkey"
      next={next}
    />
  );
}
