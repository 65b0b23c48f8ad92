"use client";

import { type ReactNode, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { DialogLink } from "@/components/ui/dialog-link";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import { useFormAction } from "@/components/ui/use-form-action";
import { setActivityAction, verifyEndpointAction } from "@/lib/allowlist/actions";
import type { EndpointPageData } from "@/lib/allowlist/loaders";
import { type FormState, failureOf } from "@/lib/web/form-state";
import { TargetFields } from "./target-fields";

/** The name of the dialog that asks before somebody vouches for an endpoint. */
export const MARK_DIALOG = "mark";

type StatusCardProps = Pick<EndpointPageData, "endpoint" | "scope" | "may">;

/** Whether the endpoint can be sent to, why not, and what to do about it. */
export function StatusCard({ endpoint, scope, may }: StatusCardProps) {
  const { isActive, verified, name } = endpoint;
  const target = { scope, name };
  return (
    <Card title="Status">
      <div className="flex flex-col gap-4">
        <Alert
          tone={isActive && verified ? "success" : "warning"}
          title={summaryOf(isActive, verified !== null)}
        />
        <Step
          title="Verified"
          text={
            verified ? (
              <>
                {verified.how === "challenge" ? "It echoed a challenge" : `${verified.by} vouches for it`},{" "}
                <Time value={verified.at} />
                {verified.how === "challenge" && `, asked by ${verified.by}`}.
              </>
            ) : (
              "Not verified; only a test challenge is sent."
            )
          }
        >
          {(may.verify || may.markVerified) && (
            <Verification {...target} verifiedAt={verified?.at ?? null} may={may} />
          )}
        </Step>
        <Step
          title="Active"
          text={isActive ? "Callers may send to it." : "Stopped: whoever sends to it is refused."}
        >
          {may.write && <Activity {...target} isActive={isActive} />}
        </Step>
      </div>
    </Card>
  );
}

function summaryOf(isActive: boolean, isVerified: boolean): string {
  if (isActive && isVerified) return "Ready";
  if (isActive) return "Needs verification before it can be used.";
  return isVerified ? "Inactive: requests are refused." : "Inactive, and not verified.";
}

interface StepProps {
  readonly title: string;
  readonly text: ReactNode;
  readonly children: ReactNode;
}

function Step({ title, text, children }: StepProps) {
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-medium">{title}</h3>
      <p className="text-muted">{text}</p>
      {children}
    </section>
  );
}

interface TargetProps {
  readonly scope: StatusCardProps["scope"];
  readonly name: string;
}

interface VerificationProps extends TargetProps {
  readonly verifiedAt: string | null;
  readonly may: StatusCardProps["may"];
}

function Verification({ verifiedAt, may, ...target }: VerificationProps) {
  const challenge = useFormAction(verifyEndpointAction);
  const isVerified = verifiedAt !== null;
  return (
    <>
      <Failure state={challenge.state} of={verifiedAt} />
      {challenge.state.status === "done" && (
        <Alert tone="success" role="status" title="It returned the challenge" />
      )}
      <div className="flex flex-wrap gap-2">
        {may.verify && (
          <form {...challenge.formProps}>
            <TargetFields {...target} />
            <SubmitButton tone={isVerified ? "secondary" : "primary"}>
              {isVerified ? "Verify again" : "Verify"}
            </SubmitButton>
          </form>
        )}
        {may.markVerified && !isVerified && (
          <DialogLink dialog={MARK_DIALOG} tone="secondary">
            Mark as verified
          </DialogLink>
        )}
      </div>
      {!isVerified && <WhatItMustDo mayMark={may.markVerified} />}
    </>
  );
}

function WhatItMustDo({ mayMark }: { readonly mayMark: boolean }) {
  return (
    <details className="text-muted">
      <summary className="cursor-pointer">What the endpoint has to do</summary>
      <div className="mt-2 flex flex-col gap-2 text-sm">
        <p>
          Strongroom sends it a <code className="font-mono">POST</code> with this body, and the same challenge
          in the header <code className="font-mono">X-Strongroom-Challenge</code>. None of the endpoint’s
          secrets is in it.
        </p>
        <pre className="rounded-md border border-line bg-sunken px-3 py-2 font-mono break-all whitespace-pre-wrap text-ink">
          {'{"type":"strongroom.challenge","challenge":"…"}'}
        </pre>
        <p>
          It answers with a status from 200 to 299 and the challenge, as plain text or as{" "}
          <code className="font-mono">{'{"challenge":"…"}'}</code>.
        </p>
        <p>
          {mayMark
            ? "For an endpoint that cannot do that, such as one of a payment provider, mark it as verified yourself after you have checked the address. That is on record with your name."
            : "For an endpoint that cannot do that, an Owner can mark it as verified."}
        </p>
      </div>
    </details>
  );
}

function Activity({ isActive, ...target }: TargetProps & { readonly isActive: boolean }) {
  const { state, formProps } = useFormAction(setActivityAction);
  return (
    <form {...formProps} className="flex flex-col gap-2">
      <Failure state={state} of={isActive} />
      <TargetFields {...target} />
      <input type="hidden" name="isActive" value={String(!isActive)} />
      <div>
        <SubmitButton tone="secondary">{isActive ? "Deactivate" : "Activate"}</SubmitButton>
      </div>
    </form>
  );
}

interface FailureProps {
  readonly state: FormState<unknown>;
  /** What was to be changed, as it is now: once that has changed, an earlier failure says nothing of it any more. */
  readonly of: string | boolean | null;
}

function Failure({ state, of }: FailureProps) {
  const [failed, setFailed] = useState({ state, of });
  if (failed.state !== state) setFailed({ state, of });
  if (failed.state === state && failed.of !== of) return null;
  return <FormError message={failureOf(state)} attempt={state} />;
}
