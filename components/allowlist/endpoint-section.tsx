"use client";

import { Alert } from "@/components/ui/alert";
import { METHODS } from "@/lib/allowlist/configuration/model";
import { isPlainHttp } from "@/lib/allowlist/configuration/plain-http";
import { ChoiceField, FormSection, LinesField, TextField, useValues } from "./form-fields";
import { NO_TLS } from "./no-tls";
import { PurposeField } from "./purpose-field";

/** Where the endpoint is, and what it is called. */
export function EndpointSection({ isNew }: { readonly isNew: boolean }) {
  return (
    <FormSection title="Endpoint" description="Name and URL.">
      <div className="flex flex-col gap-5">
        {isNew && <PurposeField />}
        {isNew && (
          <TextField
            path="name"
            label="Name"
            hint="Part of the URL callers use, e.g. “payments”. Can’t be changed later."
          />
        )}
        <div className="grid gap-4 sm:grid-cols-[10rem_1fr]">
          <ChoiceField
            path="method"
            label="Method"
            options={METHODS.map((value) => ({ value, label: value }))}
          />
          <TextField
            path="url"
            label="URL"
            hint="Changing URL or method requires verification again."
            placeholder="https://api.example.com/v1/payments"
            inputMode="url"
          />
        </div>
        <NoTlsWarning />
        <LinesField
          path="description"
          label="Description (optional)"
          area={{ rows: 2, placeholder: "What it does and who owns it" }}
        />
      </div>
    </FormSection>
  );
}

function NoTlsWarning() {
  if (!useValues(({ url }) => isPlainHttp(url))) return null;
  return (
    <Alert tone="warning" role="status" title={NO_TLS}>
      What is sent and what comes back can be read and changed on the way. Use https wherever the endpoint
      can; without it only hosts that an Owner allowed are called.
    </Alert>
  );
}
