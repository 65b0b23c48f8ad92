"use client";

import type { Side } from "@/lib/allowlist/form/values";
import { CipherFields } from "./cipher-fields";
import { ChoiceField, FormSection, LinesField, TextField } from "./form-fields";

const stack = "flex flex-col gap-5";
const pair = "grid gap-4 empty:hidden sm:grid-cols-2";

const LEVELS = [
  { value: "none", label: "Not encrypted" },
  { value: "fields", label: "Selected fields" },
  { value: "json", label: "Whole body, wrapped in JSON" },
  { value: "text", label: "Whole body, as plain text" },
];

const CIPHERS = [
  { value: "same", label: "Same as the request" },
  { value: "own", label: "Different algorithm or key" },
];

const VALUES_AS = [
  { value: "text", label: "Raw text" },
  { value: "json", label: "JSON value" },
];

const IN = [
  { value: "body", label: "Body" },
  { value: "query", label: "Query" },
];

/** What of a request is encrypted, and how. */
export function EncryptionSection() {
  return (
    <FormSection
      title="Request"
      description="Encrypt the request the way this API requires (in addition to TLS)."
    >
      <div className={stack}>
        <LevelFields side="encryption" label="Request encryption" />
        <CipherFields side="encryption" />
      </div>
    </FormSection>
  );
}

/** How an answer is decrypted. */
export function AnswerSection() {
  return (
    <FormSection title="Response" description="Strongroom decrypts responses before passing them on.">
      <div className={stack}>
        <LevelFields side="decryption" label="Response encryption" />
        <div className={pair}>
          <ChoiceField
            path="configuration.decryption.cipher.source"
            issuesAt={["configuration.decryption.cipher"]}
            label="Response algorithm and key"
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
        <ChoiceField path={`${path}.in`} label="Location" options={IN} />
        <ChoiceField path={`${path}.valuesAs`} label="Encrypt" options={VALUES_AS} />
        <TextField path={`${path}.ivSuffix`} label="IV field suffix" placeholder="_iv" />
      </div>
      <div className={pair}>
        <TextField
          path={`${path}.fields.ciphertext`}
          issuesAt={[`${path}.fields`]}
          label="Ciphertext field"
          placeholder="data"
        />
        <TextField path={`${path}.fields.iv`} label="IV field" placeholder="iv" />
        <TextField
          path={`${path}.fields.tag`}
          label="Tag field (optional)"
          hint="Left empty, the tag of GCM follows the ciphertext."
        />
        <TextField
          path={`${path}.fields.key`}
          label="Wrapped key field (optional)"
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
      <code className="font-mono">card.number</code>; <code className="font-mono">items.*.price</code> matches
      every item.{" "}
      {side === "encryption"
        ? "Each is replaced by its ciphertext."
        : "Each holds ciphertext there, and is replaced by what that decrypts to."}
    </>
  );
}
