"use client";

import { Alert } from "@/components/ui/alert";
import { classNames } from "@/components/ui/class-names";
import { formName, type Side, type SideDraft } from "@/lib/allowlist/form/model";
import { ENCODING_NAMES, METHOD_NAMES, optionsOf, RAW_READINGS } from "./cipher-words";
import { ChoiceField, SecretField, TextField } from "./form-parts";
import { SHOWN, withParts } from "./shown-when";

interface CipherFieldsProps {
  readonly side: Side;
  readonly draft: SideDraft;
  /** Where its mistakes stand. */
  readonly path: string;
}

const pair = "grid gap-4 sm:grid-cols-2";

const METHOD_OPTIONS = withParts("method", optionsOf(METHOD_NAMES));

const IV_OPTIONS = withParts("iv", [
  { value: "prepended", label: "Random, in front" },
  { value: "field", label: "Random, in its own field" },
  { value: "secret", label: "Fixed, from a secret" },
]);

const DERIVATION_OPTIONS = withParts("derivation", [
  { value: "none", label: "No, the secret is the key" },
  { value: "PBKDF2-SHA256", label: "PBKDF2 with SHA-256" },
  { value: "HKDF-SHA256", label: "HKDF with SHA-256" },
]);

/** How it is encrypted and with which key. Only what the method needs is shown. */
export function CipherFields({ side, draft, path }: CipherFieldsProps) {
  const name = (field: keyof SideDraft) => formName(side, field);
  return (
    <div className="flex flex-col gap-4">
      <div className={pair}>
        <ChoiceField
          label="Encrypted with"
          name={name("method")}
          value={draft.method}
          options={METHOD_OPTIONS}
          hint={
            <span className={SHOWN.pem}>
              With “+”, each message gets an AES key of its own, which RSA encrypts.
            </span>
          }
          path={`${path}.method`}
        />
        <ChoiceField
          label="Ciphertext as"
          name={name("encoding")}
          value={draft.encoding}
          options={optionsOf(ENCODING_NAMES)}
          path={`${path}.encoding`}
          className={SHOWN.encoding}
        />
      </div>
      <div className={SHOWN.isUnnoticed}>
        <Alert tone="warning" className="flex-1" title="CBC does not notice when a ciphertext was altered">
          Choose GCM where the endpoint can. Otherwise add a signature below.
        </Alert>
      </div>
      <div className={SHOWN.isShort}>
        <Alert tone="warning" className="flex-1" title="RSA alone holds little">
          A key of 2,048 bits takes at most 190 bytes at a time: enough for a key or a card number, not for a
          body.
        </Alert>
      </div>
      <KeyFields side={side} draft={draft} path={`${path}.key`} />
      <IvFields side={side} draft={draft} path={`${path}.iv`} />
    </div>
  );
}

function KeyFields({ side, draft, path }: CipherFieldsProps) {
  const name = (field: keyof SideDraft) => formName(side, field);
  return (
    <>
      <div className={pair}>
        <SecretField
          label="Key"
          hint={<KeyHint side={side} />}
          name={name("key")}
          value={draft.key}
          path={`${path}.from`}
        />
        <ChoiceField
          label="Read the secret as"
          name={name("keyReading")}
          value={draft.keyReading}
          options={RAW_READINGS}
          path={`${path}.reading`}
          className={SHOWN.bytes}
        />
      </div>
      <div className={classNames("gap-4 sm:grid-cols-2", SHOWN.derivation)}>
        <ChoiceField
          label="Derive the key from it"
          name={name("derivation")}
          value={draft.derivation}
          options={DERIVATION_OPTIONS}
          path={`${path}.derivation.function`}
        />
        <SecretField
          label="Salt"
          name={name("salt")}
          value={draft.salt}
          path={`${path}.derivation.salt`}
          className={SHOWN.salt}
        />
        <TextField
          label="Iterations"
          name={name("iterations")}
          value={draft.iterations}
          inputMode="numeric"
          path={`${path}.derivation.iterations`}
          className={SHOWN.iterations}
        />
        <TextField
          label="Info (optional)"
          hint="Ties the key to its purpose; both sides use the same text."
          name={name("info")}
          value={draft.info}
          path={`${path}.derivation.info`}
          className={SHOWN.info}
        />
      </div>
    </>
  );
}

function KeyHint({ side }: { readonly side: Side }) {
  return (
    <>
      <span className={SHOWN.pem}>
        {side === "request" ? "A PEM: the endpoint’s public key or certificate." : "A PEM: your private key."}
      </span>
      <span className={SHOWN.bytes}>256-bit methods need 32 bytes, 128-bit methods 16.</span>
    </>
  );
}

function IvFields({ side, draft, path }: CipherFieldsProps) {
  const name = (field: keyof SideDraft) => formName(side, field);
  return (
    <div className={classNames("flex-col gap-4", SHOWN.iv)}>
      <div className={pair}>
        <ChoiceField
          label="Initialisation vector"
          hint="A random one stands in front of the ciphertext, or in a field with a name of its own."
          name={name("iv")}
          value={draft.iv}
          options={IV_OPTIONS}
          path={`${path}.from`}
        />
      </div>
      <div className={classNames("flex-col gap-4", SHOWN.ivSecret)}>
        <Alert tone="warning" title="An IV that repeats gives secrets away">
          With GCM, two messages under one IV reveal both and let others forge more. Use this only for an
          endpoint that leaves no choice.
        </Alert>
        <div className={pair}>
          <SecretField label="IV from" name={name("ivSecret")} value={draft.ivSecret} path={`${path}.iv`} />
          <ChoiceField
            label="Read the IV as"
            name={name("ivReading")}
            value={draft.ivReading}
            options={RAW_READINGS}
            path={`${path}.reading`}
          />
        </div>
      </div>
    </div>
  );
}
