"use client";

import { classNames } from "@/components/ui/class-names";
import type { Draft } from "@/lib/allowlist/form/model";
import { RAW_READINGS } from "./cipher-words";
import { ChoiceField, FormSection, SecretField, TextField } from "./form-parts";
import { SHOWN, SIDE_GROUP, withParts } from "./shown-when";

interface SectionProps {
  readonly draft: Draft;
}

const pair = "grid gap-4 sm:grid-cols-2";

const SCHEMES = withParts("signature", [
  { value: "none", label: "Not signed" },
  { value: "strongroom", label: "HMAC-SHA256 in one header" },
  { value: "standard-webhooks", label: "Standard Webhooks" },
]);

/** Whether requests are signed, and with which key. */
export function SignatureSection({ draft }: SectionProps) {
  const path = "configuration.signature";
  return (
    <FormSection
      title="Signature"
      description="Lets the endpoint check that a request is from here and not an old one sent again."
    >
      <div className={classNames("flex flex-col gap-5", SIDE_GROUP)}>
        <ChoiceField
          label="Requests are"
          name="signature"
          value={draft.signature}
          options={SCHEMES}
          path={`${path}.scheme`}
          hint="One header holds the time and the HMAC-SHA256 of time and body. Standard Webhooks has three: id, time and signature."
          className="sm:max-w-90"
        />
        <div className={classNames("gap-4 sm:grid-cols-2", SHOWN.signed)}>
          <SecretField
            label="Signing key"
            name="signatureKey"
            value={draft.signatureKey}
            path={`${path}.from`}
          />
          <ChoiceField
            label="Read the signing key as"
            name="signatureReading"
            value={draft.signatureReading}
            options={RAW_READINGS}
            path={`${path}.reading`}
          />
          <TextField
            label="Header"
            name="signatureHeader"
            value={draft.signatureHeader}
            placeholder="X-Strongroom-Signature"
            path={`${path}.header`}
            className={SHOWN.signatureHeader}
          />
        </div>
      </div>
    </FormSection>
  );
}

/** How long to wait, how much to take, and whom to trust. */
export function LimitsSection({ draft }: SectionProps) {
  return (
    <FormSection title="Limits" description="How long to wait, how much to take, and whom to trust.">
      <div className={pair}>
        <TextField
          label="Seconds until it is given up"
          hint="1 to 60."
          name="timeoutSeconds"
          value={draft.timeoutSeconds}
          inputMode="numeric"
          path="configuration.timeoutSeconds"
        />
        <TextField
          label="Largest answer, in KiB"
          hint="Up to 8,192. A larger one is refused, not cut off."
          name="answerKib"
          value={draft.answerKib}
          inputMode="numeric"
          path="configuration.answer.bytesMax"
        />
        <SecretField
          label="Certificate authority"
          hint="For an endpoint whose certificate is not from a public one: a secret that holds the PEM to trust instead."
          name="ca"
          value={draft.ca}
          none="The usual public ones"
          path="configuration.ca"
        />
      </div>
    </FormSection>
  );
}
