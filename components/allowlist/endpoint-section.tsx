"use client";

import type { ReactNode } from "react";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";
import { CONTENT_TYPES, METHODS } from "@/lib/allowlist/configuration/model";
import type { Draft } from "@/lib/allowlist/form/model";
import { FilledRows } from "./filled-rows";
import { ChoiceField, FormSection, StoreSecretLink, TextField, useInClear, useMistakes } from "./form-parts";
import { NO_TLS } from "./no-tls";

interface SectionProps {
  readonly draft: Draft;
}

const stack = "flex flex-col gap-5";

const CONTENT_TYPE_NAMES = {
  json: "JSON",
  form: "Form data (urlencoded)",
  text: "Plain text",
} as const;

/** Where the endpoint is, and what it is called. */
export function EndpointSection({ draft, isNew }: SectionProps & { readonly isNew: boolean }) {
  return (
    <FormSection title="Endpoint" description="Where it is, and what its callers call it.">
      <div className={stack}>
        {isNew ? (
          <TextField
            label="Name"
            hint="Stands in the address that callers use, for example “payments”. It cannot be changed later."
            name="name"
            value={draft.name}
            path="name"
          />
        ) : (
          <input type="hidden" name="name" value={draft.name} />
        )}
        <div className="grid gap-4 sm:grid-cols-[10rem_1fr]">
          <ChoiceField
            label="Method"
            name="method"
            value={draft.method}
            options={METHODS.map((value) => ({ value, label: value }))}
            path="method"
          />
          <TextField
            label="Address"
            hint="Another address or method has to be verified again."
            name="url"
            value={draft.url}
            placeholder="https://api.example.com/v1/payments"
            inputMode="url"
            path="url"
          />
        </div>
        <NoTlsWarning />
        <DescriptionField draft={draft} />
        <ChoiceField
          label="Data is sent as"
          hint="What callers send is JSON in any case; it is turned into this."
          name="contentType"
          value={draft.contentType}
          options={CONTENT_TYPES.map((value) => ({ value, label: CONTENT_TYPE_NAMES[value] }))}
          path="configuration.contentType"
          className="sm:max-w-70"
        />
      </div>
    </FormSection>
  );
}

function NoTlsWarning() {
  if (useInClear() === null) return null;
  return (
    <Alert tone="warning" role="status" title={NO_TLS}>
      What is sent and what comes back can be read and changed on the way. Use https wherever the endpoint
      can; without it only hosts that an Owner allowed are called.
    </Alert>
  );
}

function DescriptionField({ draft }: SectionProps) {
  return (
    <Field label="Description (optional)" errors={useMistakes("description")}>
      {(control) => (
        <TextArea
          {...control}
          name="description"
          rows={2}
          defaultValue={draft.description}
          placeholder="What it does, whose it is, who to ask"
        />
      )}
    </Field>
  );
}

/** What is sent with every request. */
export function FilledSection({ draft }: SectionProps) {
  return (
    <FormSection
      title="Headers and query"
      description="Sent with every request. What grants access comes from a stored secret, with a text such as “Bearer ” before it where one is needed."
    >
      <div className={stack}>
        <Part title="Headers">
          <FilledRows
            kind="headers"
            noun="Header"
            rows={draft.headers}
            placeholder={{ name: "Authorization", text: "Bearer " }}
          />
        </Part>
        <Part title="Query parameters">
          <FilledRows
            kind="query"
            noun="Parameter"
            rows={draft.query}
            placeholder={{ name: "version", text: "2" }}
          />
        </Part>
        <p className="text-sm text-muted">
          A secret that is not there yet: <StoreSecretLink />, in a tab of its own. It can be chosen here once
          you are back.
        </p>
      </div>
    </FormSection>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-medium">{title}</h3>
      {children}
    </section>
  );
}
