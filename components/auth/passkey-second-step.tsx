"use client";

import { completeWithPasskeyAction } from "@/lib/auth/passkeys/actions";
import { PasskeyMethod } from "./passkey-method";

/** Shows a passkey as the second factor of a sign-in that began with the password. */
export function PasskeySecondStep({ next }: { readonly next: string | null }) {
  return (
    <PasskeyMethod
      action={completeWithPasskeyAction}
      ceremony="secondStep"
      label="Use a passkey"
      next={next}
    />
  );
}
