"use client";

import type { TotpSetup } from "@/lib/auth/totp/model";
import { CodeField } from "./code-field";
import { QrCode } from "./qr-code";
import type { Typed } from "./use-typed";

interface TotpFieldsProps {
  readonly setup: TotpSetup;
  readonly typed: Typed;
  readonly errors: readonly string[];
}

/** What to scan or type into the app, and the field for its first code. */
export function TotpFields({ setup, typed, errors }: TotpFieldsProps) {
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-4">
      <QrCode {...setup.qr} />
      <div className="flex min-w-56 flex-1 flex-col gap-4">
        <div>
          <p>Scan this with your authenticator app. If you cannot scan, type this key into it:</p>
          <p className="mt-1 font-mono text-sm break-words" data-testid="totp-secret">
            {setup.secret}
          </p>
        </div>
        <CodeField typed={typed} errors={errors} hint="The six digits that the app shows now." />
      </div>
    </div>
  );
}
