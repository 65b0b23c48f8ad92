"use client";

import { Alert } from "@/components/ui/alert";
import { partsNeeded } from "@/lib/allowlist/configuration/parts";
import type { Side } from "@/lib/allowlist/form/values";
import { ENCODING_NAMES, METHOD_NAMES, optionsOf, RAW_READINGS } from "./cipher-labels";
import { ChoiceField, SecretField, TextField, useAsksFor, useValues } from "./form-fields";

interface CipherFieldsProps {
  readonly side: Side;
}

const pair = "grid gap-4 empty:hidden sm:grid-cols-2";

const IVS = [
  { value: "prepended", label: "Random, prepended" },
  { value: "field", label: "Random, separate field" },
  { value: "secret", label: "Fixed, from a secret" },
];

const DERIVATIONS = [
  { value: "none", label: "None" },
  { value: "PBKDF2-SHA256", label: "PBKDF2 with SHA-256" },
  { value: "HKDF-SHA256", label: "HKDF with SHA-256" },
];

/** How it is encrypted and with which key. Only what the method needs is shown, and nothing where there is no cipher. */
export function CipherFields({ side }: CipherFieldsProps) {
  const path = `configuration.${side}.cipher` as const;
  const parts = useParts(side);
  if (!useAsksFor(`${path}.key`)) return null;
  return (
    <div className="flex flex-col gap-4">
      <div className={pair}>
        <ChoiceField
          path={`${path}.method`}
          label="Algorithm"
          hint={parts.has("pem") && "With “+”, each message gets an AES key of its own, which RSA encrypts."}
          options={optionsOf(METHOD_NAMES)}
        />
        <ChoiceField
          path={`${path}.encoding`}
          label="Ciphertext encoding"
          options={optionsOf(ENCODING_NAMES)}
        />
      </div>
      {parts.has("isUnnoticed") && (
        <Alert tone="warning" title="CBC does not notice when a ciphertext was altered">
          Choose GCM where the endpoint can. Otherwise add a signature below.
        </Alert>
      )}
      {parts.has("isShort") && (
        <Alert tone="warning" title="RSA alone fits only short values">
          A key of 2,048 bits takes at most 190 bytes at a time: enough for a key or a card number, not for a
          body.
        </Alert>
      )}
      <KeyFields side={side} />
      <IvFields side={side} />
    </div>
  );
}

/** What the cipher of a side needs, as it is chosen. */
function useParts(side: Side): ReadonlySet<string> {
  return new Set(useValues(({ configuration }) => [...partsNeeded(configuration[side].cipher)]));
}

function KeyFields({ side }: CipherFieldsProps) {
  const path = `configuration.${side}.cipher.key` as const;
  const isPem = useParts(side).has("pem");
  const owner = side === "encryption" ? "the endpoint’s public key or certificate" : "your private key";
  return (
    <>
      <div className={pair}>
        <SecretField
          path={`${path}.from.secret`}
          label="Key"
          hint={isPem ? `A PEM: ${owner}.` : "256-bit methods need 32 bytes, 128-bit methods 16."}
        />
        {!isPem && <ChoiceField path={`${path}.reading`} label="Key encoding" options={RAW_READINGS} />}
      </div>
      <div className={pair}>
        <ChoiceField path={`${path}.derivation.function`} label="Key derivation" options={DERIVATIONS} />
        <SecretField path={`${path}.derivation.salt.secret`} label="Salt" />
        <TextField path={`${path}.derivation.iterations`} label="Iterations" inputMode="numeric" />
        <TextField
          path={`${path}.derivation.info`}
          label="Info (optional)"
          hint="Ties the key to its purpose; both sides use the same text."
        />
      </div>
    </>
  );
}

function IvFields({ side }: CipherFieldsProps) {
  const path = `configuration.${side}.cipher.iv` as const;
  const isFixed = useAsksFor(`${path}.iv`);
  return (
    <>
      <div className={pair}>
        <ChoiceField
          path={`${path}.from`}
          label="Initialisation vector"
          hint="A random one is prepended to the ciphertext, or sent in a separate field."
          options={IVS}
        />
      </div>
      {isFixed && (
        <Alert tone="warning" title="An IV that repeats gives secrets away">
          With GCM, two messages under one IV reveal both and let others forge more. Use this only for an
          endpoint that leaves no choice.
        </Alert>
      )}
      <div className={pair}>
        <SecretField path={`${path}.iv.secret`} label="IV from" />
        <ChoiceField path={`${path}.reading`} label="IV encoding" options={RAW_READINGS} />
      </div>
    </>
  );
}
