"use client";

import { useState } from "react";
import { ButtonLink } from "@/components/ui/button-link";
import type { ConfirmationWays } from "@/lib/auth/confirmation/model";
import { ConfirmByCode, ConfirmByPassword } from "./confirm-ways";
import { PasskeyConfirm } from "./passkey-confirm";

interface ConfirmFormProps {
  readonly ways: ConfirmationWays;
  /** Where the page leads to; the dialog has none and is told by `onConfirmed`. */
  readonly next?: string;
  readonly onConfirmed?: () => void;
  readonly onCancel?: () => void;
}

/** Asks for any one thing that shows who one is: the password, a code, or a passkey. */
export function ConfirmForm({ ways, next, onConfirmed, onCancel }: ConfirmFormProps) {
  const { hasPassword, hasTotp, passkeyCount } = ways;
  const [way, setWay] = useState<"password" | "code">(hasPassword ? "password" : "code");
  const shared = { next, onConfirmed, onCancel };
  if (!hasPassword && !hasTotp && passkeyCount === 0) return <SignInAnew />;
  // Without a script nothing can be switched, so the page shows everything there is.
  const isPage = next !== undefined;
  return (
    <div className="flex flex-col gap-4">
      {hasPassword && (isPage || way === "password") && <ConfirmByPassword {...shared} />}
      {hasTotp && (isPage || way === "code") && <ConfirmByCode {...shared} />}
      {passkeyCount > 0 && <PasskeyConfirm next={next} onConfirmed={onConfirmed} />}
      {hasPassword && hasTotp && !isPage && (
        <button
          type="button"
          className="self-start font-medium text-accent-ink underline"
          onClick={() => setWay(way === "password" ? "code" : "password")}
        >
          {way === "password" ? "Use a code from your authenticator app" : "Use your password"}
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
