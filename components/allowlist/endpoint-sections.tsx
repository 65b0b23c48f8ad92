"use client";

import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";
import { CONTENT_TYPES, METHODS } from "@/lib/allowlist/configuration/model";
import type { Draft } from "@/lib/allowlist/form/model";
import { CipherFields } from "./cipher-fields";
import { RAW_READINGS } from "./cipher-words";
import { FilledRows } from "./filled-rows";
import { ChoiceField, FormSection, SecretField, StoreSecretLink, TextField, useMistakes } from "./form-parts";
import { LevelFields } from "./level-fields";
import { SHOWN, SIDE_GROUP } from "./shown-when";

interface SectionProps {
  readonly draft: Draft;
}

const pair = "grid gap-4 sm:grid-cols-2";
const stack = "flex flex-col gap-5";

const CONTENT_TYPE_NAMES = {
  json: "JSON",
  form: "Form data (urlencoded)",
  text: "Plain text",
} as const;

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

const LEVELS = [
  { value: "none", label: "Not encrypted" },
  { value: "fields", label: "Chosen fields, each by itself" },
  { value: "json", label: "The whole body, in a JSON object" },
  { value: "text", label: "The whole body, as text" },
];

export function EncryptionSection({ draft, children }: SectionProps & { readonly children?: ReactNode }) {
  const path = "configuration.encryption";
  return (
    <FormSection
      title="Encryption"
      description="What callers send is plain; it is encrypted here, on top of TLS, the way the endpoint wants it."
    >
      <div className={classNames(stack, SIDE_GROUP)}>
        <ChoiceField
          label="The request is"
          name="request-level"
          value={draft.request.level}
          options={LEVELS}
          path={`${path}.level`}
          choice="level"
          className="sm:max-w-90"
        />
        <div className={classNames(stack, SHOWN.encrypted)}>
          <LevelFields side="request" draft={draft.request} path={path} requestIn={draft.requestIn} />
          <CipherFields side="request" draft={draft.request} path={`${path}.cipher`} />
          {children}
        </div>
      </div>
    </FormSection>
  );
}

const CIPHERS = [
  { value: "same", label: "Like the request, with the same key" },
  { value: "own", label: "Another way, or with another key" },
];

export function AnswerSection({ draft }: SectionProps) {
  const path = "configuration.decryption";
  return (
    <FormSection
      title="Answer"
      description="What the endpoint answers is decrypted here, and callers get it plain."
    >
      <div className={classNames(stack, SIDE_GROUP)}>
        <ChoiceField
          label="The answer is"
          name="answer-level"
          value={draft.answer.level}
          options={LEVELS}
          path={`${path}.level`}
          choice="level"
          className="sm:max-w-90"
        />
        <div className={classNames(stack, SHOWN.encrypted)}>
          <LevelFields side="answer" draft={draft.answer} path={path} />
          <div className={pair}>
            <ChoiceField
              label="How it is encrypted"
              name="answerCipher"
              value={draft.answerCipher}
              options={CIPHERS}
              path={`${path}.cipher`}
              choice="cipher"
            />
            <TextField
              label="Days that an old key still opens answers"
              hint="After its secret gets a new value. 0: not at all."
              name="answerPreviousDays"
              value={draft.answerPreviousDays}
              inputMode="numeric"
              path={`${path}.previousVersionDays`}
            />
          </div>
          <div className={classNames("flex-col", SHOWN.ownCipher)}>
            <CipherFields side="answer" draft={draft.answer} path={`${path}.cipher`} />
          </div>
        </div>
        <TextField
          label="Headers that callers get to see"
          hint="Names, with commas between them. All others stay here."
          name="answerHeaders"
          value={draft.answerHeaders}
          path="configuration.answer.headers"
        />
      </div>
    </FormSection>
  );
}

const SCHEMES = [
  { value: "none", label: "Not signed" },
  { value: "strongroom", label: "One header: time and HMAC-SHA256" },
  { value: "standard-webhooks", label: "Standard Webhooks: three headers" },
];

export function SignatureSection({ draft }: SectionProps) {
  const path = "configuration.signature";
  return (
    <FormSection
      title="Signature"
      description="Lets the endpoint check that a request is from here and not an old one sent again."
    >
      <div className={classNames(stack, SIDE_GROUP)}>
        <ChoiceField
          label="Requests are"
          name="signature"
          value={draft.signature}
          options={SCHEMES}
          path={`${path}.scheme`}
          choice="signature"
          className="sm:max-w-90"
        />
        <div className={classNames(pair, SHOWN.signed)}>
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
            className={SHOWN.strongroomSigned}
          />
        </div>
      </div>
    </FormSection>
  );
}

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
