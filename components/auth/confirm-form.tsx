"use client";

import { useState } from "react";
import { ButtonLink } from "@/components/ui/button-link";
import type { ConfirmationMethods } from "@/lib/auth/confirmation/model";
import { ConfirmByCode, ConfirmByPassword } from "./confirm-methods";
import { PasskeyConfirm } from "./passkey-confirm";

interface ConfirmFormProps {
  readonly methods: ConfirmationMethods;
  /** Where the page leads to; the dialog has none and is told by `onConfirmed`. */
  readonly next?: string;
  readonly onConfirmed?: () => void;
  readonly onCancel?: () => void;
}

/** Asks for any one thing that shows who one is: the password, a code, or a passkey. */
export function ConfirmForm({ methods, next, onConfirmed, onCancel }: ConfirmFormProps) {
  const { hasPassword, hasTotp, passkeyCount } = methods;
  const [method, setMethod] = useState<"password" | "code">(hasPassword ? "password" : "code");
  const shared = { next, onConfirmed, onCancel };
  if (!hasPassword && !hasTotp && passkeyCount === 0) return <SignInAnew />;
  // Without a script nothing can be switched, so the page shows everything there is.
  const isPage = next !== undefined;
  return (
    <div className="flex flex-col gap-4">
      {hasPassword && (isPage || method === "password") && <ConfirmByPassword {...shared} />}
      {hasTotp && (isPage || method === "code") && <ConfirmByCode {...shared} />}
      {passkeyCount > 0 && <PasskeyConfirm next={next} onConfirmed={onConfirmed} />}
      {hasPassword && hasTotp && !isPage && (
        <button
          type="button"
          className="self-start font-medium text-accent-ink underline"
          onClick={() => setMethod(method === "password" ? "code" : "password")}
        >
          {method === "password" ? "Use a code from your authenticator app" : "Use your password"}
        </button>
      )}
    </div>
  );
}

function SignInAnew() {
  return (
    <div className="flex flex-col items-start gap-3">
      <p>
        Your account has neither a password nor a second factor here. Sign out and sign in again to go on.
      </p>
      <ButtonLink href="/account">Go to your account</ButtonLink>
    </div>
  );
}
