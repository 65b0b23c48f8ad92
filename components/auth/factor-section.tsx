import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Time } from "@/components/ui/time";
import { FEW_RECOVERY_CODES, type OwnFactors } from "@/lib/auth/factors/model";
import { RemoveAuthenticator } from "./remove-authenticator";

/** The authenticator app and the recovery codes of the account page. */
export function FactorSection({ factors }: { readonly factors: OwnFactors }) {
  const { hasTotp, passkeyCount } = factors;
  return (
    <div className="flex flex-col divide-y divide-line rounded-md border border-line">
      <Authenticator factors={factors} />
      {(hasTotp || passkeyCount > 0) && <Codes left={factors.recoveryCodesLeft} />}
    </div>
  );
}

function Authenticator({ factors }: { readonly factors: OwnFactors }) {
  const { hasTotp, passkeyCount, totpSince, isRequired } = factors;
  const isLastRequired = isRequired && passkeyCount === 0;
  return (
    <div className="flex flex-col gap-3 px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h3 className="flex flex-wrap items-center gap-2 font-medium">
            Authenticator app
            {hasTotp && <Badge tone="success">On</Badge>}
          </h3>
          <p className="text-sm text-muted">
            {totpSince ? (
              <>
                Set up <Time value={totpSince} />
              </>
            ) : (
              "Not set up. With one, signing in also asks for a code of an app on your phone."
            )}
          </p>
        </div>
        <ButtonLink href="/account/authenticator" size="small">
          {hasTotp ? "Replace" : "Set up"}
          <span className="sr-only"> the authenticator app</span>
        </ButtonLink>
      </div>
      {hasTotp && !isLastRequired && <RemoveAuthenticator isLast={passkeyCount === 0} />}
      {hasTotp && isLastRequired && (
        <p className="text-sm text-muted">
          Your organisation requires a second factor, so the last one can be replaced but not removed.
        </p>
      )}
    </div>
  );
}

function Codes({ left }: { readonly left: number }) {
  return (
    <div className="flex flex-col gap-3 px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h3 className="font-medium">Recovery codes</h3>
          <p className="text-sm text-muted">{left === 1 ? "1 code is left." : `${left} codes are left.`}</p>
        </div>
        <ButtonLink href="/account/recovery-codes" size="small">
          Make new codes
        </ButtonLink>
      </div>
      {left <= FEW_RECOVERY_CODES && (
        <Alert tone="warning" title={left === 0 ? "No recovery code is left" : "Few recovery codes are left"}>
          Without one you cannot get in when you lose your second factor. Make new ones.
        </Alert>
      )}
    </div>
  );
}
