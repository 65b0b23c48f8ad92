"use client";

import type { Side } from "@/lib/allowlist/form/values";
import { CipherFields } from "./cipher-fields";
import { ChoiceField, FormSection, LinesField, TextField } from "./form-fields";

const stack = "flex flex-col gap-5";
const pair = "grid gap-4 empty:hidden sm:grid-cols-2";

const LEVELS = [
  { value: "none", label: "Not encrypted" },
  { value: "fields", label: "Chosen fields, each by itself" },
  { value: "json", label: "The whole body, in JSON" },
  { value: "text", label: "The whole body, as text" },
];

const CIPHERS = [
  { value: "same", label: "Like the request, same key" },
  { value: "own", label: "Another way or another key" },
];

const VALUES_AS = [
  { value: "text", label: "Its text as it is" },
  { value: "json", label: "Its JSON" },
];

const IN = [
  { value: "body", label: "The body" },
  { value: "query", label: "The query" },
];

/** What of a request is encrypted, and how. */
export function EncryptionSection() {
  return (
    <FormSection
      title="Encryption"
      description="Encrypt the request the way this API requires (in addition to TLS)."
    >
      <div className={stack}>
        <LevelFields side="encryption" label="The request is" />
        <CipherFields side="encryption" />
      </div>
    </FormSection>
  );
}

/** How an answer is opened, and what of it callers get to see. */
export function AnswerSection() {
  return (
    <FormSection
      title="Answer"
      description="What the endpoint answers is decrypted here, and callers get it plain."
    >
      <div className={stack}>
        <LevelFields side="decryption" label="The answer is" />
        <div className={pair}>
          <ChoiceField
            path="configuration.decryption.cipher.source"
            issuesAt={["configuration.decryption.cipher"]}
            label="How it is encrypted"
            options={CIPHERS}
          />
          <TextField
            path="configuration.decryption.previousVersionDays"
            label="Accept previous key for (days)"
            hint="After its secret gets a new value. 0: not at all."
            inputMode="numeric"
          />
        </div>
        <CipherFields side="decryption" />
        <TextField
          path="configuration.answer.headers"
          label="Response headers to pass on"
          hint="Names, with commas between them. All others stay here."
        />
      </div>
    </FormSection>
  );
}

/** What of a message is encrypted: chosen fields, or the whole of it in a shape of its own. */
function LevelFields({ side, label }: { readonly side: Side; readonly label: string }) {
  const path = `configuration.${side}` as const;
  return (
    <>
      <ChoiceField
        path={`${path}.level`}
        issuesAt={[path, `${path}.as`]}
        label={label}
        options={LEVELS}
        className="sm:max-w-90"
      />
      <LinesField
        path={`${path}.paths`}
        label="Fields"
        hint={<PathsHint side={side} />}
        area={{ mono: true, rows: 3 }}
      />
      <div className={pair}>
        <ChoiceField path={`${path}.in`} label="Fields of" options={IN} />
        <ChoiceField path={`${path}.valuesAs`} label="Of each field is encrypted" options={VALUES_AS} />
        <TextField path={`${path}.ivSuffix`} label="IV field suffix" placeholder="_iv" />
      </div>
      <div className={pair}>
        <TextField
          path={`${path}.fields.ciphertext`}
          issuesAt={[`${path}.fields`]}
          label="Field of the ciphertext"
          placeholder="data"
        />
        <TextField path={`${path}.fields.iv`} label="Field of the IV" placeholder="iv" />
        <TextField
          path={`${path}.fields.tag`}
          label="Field of the tag (optional)"
          hint="Left empty, the tag of GCM follows the ciphertext."
        />
        <TextField
          path={`${path}.fields.key`}
          label="Field of the wrapped key (optional)"
          hint="Left empty, it stands in front of the ciphertext."
        />
      </div>
    </>
  );
}

function PathsHint({ side }: { readonly side: Side }) {
  return (
    <>
      One on each line, as <code className="font-mono">/card/number</code> or{" "}
      <code className="font-mono">card.number</code>; <code className="font-mono">items.*.price</code> is that
      of every item.{" "}
      {side === "encryption"
        ? "Each is replaced by its ciphertext."
        : "Each holds ciphertext there, and is replaced by what that decrypts to."}
    </>
  );
}
