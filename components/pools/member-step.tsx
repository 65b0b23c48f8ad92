"use client";

import { ScopeFields } from "@/components/secrets/secret-fields";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { useFormAction } from "@/components/ui/use-form-action";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { memberStepAction } from "@/lib/pools/actions";
import { failureOf } from "@/lib/web/form-state";

interface MemberStepProps {
  readonly scope: EnvironmentRef;
  readonly pool: string;
  readonly member: string;
  readonly step: "on" | "off" | "back";
}

const LABELS = { on: "Turn on", off: "Turn off", back: "Put back" } as const;

/** Turns a member on or off, or ends what it was reported for, at once. */
export function MemberStep({ scope, pool, member, step }: MemberStepProps) {
  const { state, formProps } = useFormAction(memberStepAction);
  return (
    <form {...formProps} className="flex flex-col items-start gap-2">
      <FormError message={failureOf(state)} attempt={state} />
      <ScopeFields {...scope} />
      <input type="hidden" name="name" value={pool} />
      <input type="hidden" name="member" value={member} />
      <input type="hidden" name="step" value={step} />
      <SubmitButton size="small" tone="secondary">
        {LABELS[step]}
        <span className="sr-only"> {member}</span>
      </SubmitButton>
    </form>
  );
}
