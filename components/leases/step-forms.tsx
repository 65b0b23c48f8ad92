"use client";

import { RetryForm } from "@/components/ui/retry-form";
import { SecondClick } from "@/components/ui/second-click";
import { StepFields } from "@/components/ui/step-fields";
import { useFormAction } from "@/components/ui/use-form-action";
import { leaseStepAction } from "@/lib/leases/actions";

interface StepProps {
  readonly id: string;
  /** The user in the database, for those who hear the button alone. */
  readonly user: string;
}

/** Ends a lease, after a second click. */
export function EndForm({ id, user }: StepProps) {
  const { state, formProps } = useFormAction(leaseStepAction);
  const button = (
    <>
      End<span className="sr-only"> the lease of {user}</span>
    </>
  );
  return (
    <SecondClick state={state} formProps={formProps} button={button} submitTone="danger">
      <StepFields id={id} step="end" />
      <p className="max-w-70 text-sm">The user is dropped, and its connections are closed.</p>
    </SecondClick>
  );
}

/** Tries again at once to drop a user. */
export function RetryLease({ id, user }: StepProps) {
  return <RetryForm {...useFormAction(leaseStepAction)} id={id} what={`to drop ${user}`} />;
}

/** Gives up dropping a user, after a second click. */
export function ForgetForm({ id, user }: StepProps) {
  const { state, formProps } = useFormAction(leaseStepAction);
  const button = (
    <>
      Forget<span className="sr-only"> {user}</span>
    </>
  );
  return (
    <SecondClick state={state} formProps={formProps} button={button} submitTone="danger">
      <StepFields id={id} step="forget" />
      <p className="max-w-140">Nobody drops the user any more: see to it in the database yourself.</p>
    </SecondClick>
  );
}
