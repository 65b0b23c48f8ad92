"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useIsHydrated } from "@/components/ui/clock";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { removeTotpAction } from "@/lib/auth/factors/actions";

/** Removes the authenticator app, after a second click. */
export function RemoveAuthenticator({ isLast }: { readonly isLast: boolean }) {
  const { state, formProps } = useFormAction(removeTotpAction);
  const [isAsked, setAsked] = useState(false);
  const isHydrated = useIsHydrated();
  if (isHydrated && !isAsked) {
    return (
      <div>
        <Button size="small" tone="quiet" onClick={() => setAsked(true)}>
          Remove <span className="sr-only">the authenticator app</span>
        </Button>
      </div>
    );
  }
  return (
    <form {...formProps} className="flex flex-col gap-2">
      <FormError message={state.status === "failed" ? state.message : null} attempt={state} />
      <p className="text-sm">
        {isLast
          ? "From then on your password alone lets you in, and your recovery codes end. Your other sessions end too."
          : "Your passkeys stay. Your other sessions end."}
      </p>
      <div className="flex flex-wrap gap-2">
        <SubmitButton size="small" tone="danger">
          Remove the authenticator app
        </SubmitButton>
        {isHydrated && (
          <Button size="small" tone="quiet" onClick={() => setAsked(false)}>
            Cancel
          </Button>
        )}
      </div>
    </form>
  );
}
