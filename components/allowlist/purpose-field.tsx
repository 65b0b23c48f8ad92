"use client";

import { useState } from "react";
import { useFormContext } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { filledFor, PURPOSES, type Purpose } from "@/lib/allowlist/form/purpose";
import type { EndpointValues } from "@/lib/allowlist/form/values";

const HINTS: Readonly<Record<Purpose, string>> = {
  token: "Sends “Authorization: Bearer …” with a stored secret. Choose the secret below.",
  basic: "Sends “Authorization: Basic …”. The secret holds user:password in Base64.",
  webhook:
    "Signs each request, so that the API can verify the sender. Choose the signing key under Encryption.",
  encrypted: "Encrypts the whole body. Choose the key and the algorithm under Encryption.",
  other: "Fill in what the API asks for.",
};

const ALL = Object.keys(PURPOSES) as Purpose[];

/** What a new endpoint asks of its callers; the rest of the form is filled in for it, as far as nothing was typed there. */
export function PurposeField() {
  const form = useFormContext<EndpointValues>();
  const [purpose, setPurpose] = useState<Purpose>("other");
  const choose = (text: string) => {
    const next = ALL.find((one) => one === text) ?? "other";
    const { configuration } = filledFor(form.getValues(), purpose, next);
    form.setValue("configuration.headers", configuration.headers);
    form.setValue("configuration.signature.scheme", configuration.signature.scheme);
    form.setValue("configuration.encryption.level", configuration.encryption.level);
    setPurpose(next);
  };
  return (
    <Field label="What the API asks for" hint={HINTS[purpose]}>
      {(control) => (
        <Select
          {...control}
          value={purpose}
          onChange={(event) => choose(event.target.value)}
          options={ALL.map((value) => ({ value, label: PURPOSES[value] }))}
        />
      )}
    </Field>
  );
}
