"use client";

import { CONTENT_TYPES } from "@/lib/allowlist/configuration/model";
import { RAW_READINGS } from "./cipher-labels";
import { ChoiceField, FormSection, SecretField, TextField } from "./form-fields";

const pair = "grid gap-4 empty:hidden sm:grid-cols-2";

const CONTENT_TYPE_NAMES = {
  json: "JSON",
  form: "Form data (urlencoded)",
  text: "Plain text",
} as const;

const SCHEMES = [
  { value: "none", label: "Not signed" },
  { value: "strongroom", label: "HMAC-SHA256 in one header" },
  { value: "standard-webhooks", label: "Standard Webhooks" },
];

/** Whether requests are signed, and with which key. */
export function SignatureSection() {
  return (
    <FormSection title="Signature" description="Lets the API verify the sender and reject replays.">
      <div className="flex flex-col gap-5">
        <ChoiceField
          path="configuration.signature.scheme"
          label="Signing"
          hint="One header holds the time and the HMAC-SHA256 of time and body. Standard Webhooks has three: id, time and signature."
          options={SCHEMES}
          className="sm:max-w-90"
        />
        <div className={pair}>
          <SecretField path="configuration.signature.from.secret" label="Signing key" />
          <ChoiceField
            path="configuration.signature.reading"
            label="Signing key encoding"
            options={RAW_READINGS}
          />
          <TextField
            path="configuration.signature.header"
            label="Header"
            placeholder="X-Strongroom-Signature"
          />
        </div>
      </div>
    </FormSection>
  );
}

/** What requests are sent as, timeout, size limit, trusted certificates. */
export function LimitsSection() {
  return (
    <FormSection title="Format and limits">
      <div className={pair}>
        <ChoiceField
          path="configuration.contentType"
          label="Request format"
          hint="Callers send JSON; Strongroom converts it."
          options={CONTENT_TYPES.map((value) => ({ value, label: CONTENT_TYPE_NAMES[value] }))}
        />
        <TextField
          path="configuration.answer.headers"
          label="Response headers to pass on"
          hint="Comma-separated; others are dropped."
        />
        <TextField
          path="configuration.timeoutSeconds"
          label="Timeout (seconds)"
          hint="1 to 60."
          inputMode="numeric"
        />
        <TextField
          path="configuration.answer.bytesMax"
          label="Max response (KiB)"
          hint="Up to 8,192. Larger responses are rejected."
          inputMode="numeric"
        />
        <SecretField
          path="configuration.ca.secret"
          label="Certificate authority"
          hint="For an endpoint whose certificate is not from a public one: a secret that holds the PEM to trust instead."
          none="Public CAs (default)"
        />
      </div>
    </FormSection>
  );
}
