"use client";

import { SecondClick } from "@/components/ui/second-click";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import { removeTotpAction } from "@/lib/auth/factors/actions";

/** Removes the authenticator app, after a second click. */
export function RemoveAuthenticator({ isLast }: { readonly isLast: boolean }) {
  const { state, formProps } = useFormAction(removeTotpAction);
  return (
    <SecondClick
      state={state}
      formProps={formProps}
      button={
        <>
          Remove <span className="sr-only">the authenticator app</span>
        </>
      }
      tone="quiet"
      submit={
        <SubmitButton size="small" tone="danger">
          Remove the authenticator app
        </SubmitButton>
      }
    >
      <p className="text-sm">
        {isLast
          ? "From then on your password alone lets you in, and your recovery codes end. Your other sessions end too."
          : "Your passkeys stay. Your other sessions end."}
      </p>
    </SecondClick>
  );
}
