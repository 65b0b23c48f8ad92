"use client";

import type { ComponentType, ReactNode } from "react";
import { Field } from "@/components/ui/field";
import { Select, type SelectOption } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-area";
import { TextInput } from "@/components/ui/text-input";
import type { SecretRotation } from "@/lib/rotation/model";
import type { ConfigOf, RotatorKind } from "@/lib/rotation/schema";
import { GENERATED_LENGTH } from "@/lib/secrets/generated-value";
import { errorsOf, type FormState, typedOr } from "@/lib/web/form-state";
import { ALGORITHM_OPTIONS, KEY_FORMAT_OPTIONS, RANDOM_FORMAT_OPTIONS } from "./kind-labels";

export interface KindFieldsProps {
  readonly state: FormState<unknown>;
  /** How it is rotated so far. */
  readonly rotation: SecretRotation | null;
  /** Names of the secrets that it can be rotated with. */
  readonly names: readonly string[];
}

/** The fields of each kind of rotator. Their names begin with the kind, and are those of its schema. */
export const KIND_FIELDS: Readonly<Record<RotatorKind, ComponentType<KindFieldsProps>>> = {
  random: RandomFields,
  keyPair: KeyPairFields,
  webhook: WebhookFields,
  manual: ManualFields,
};

/** The configuration so far, where it is of this kind. */
function configOf<K extends RotatorKind>(rotation: SecretRotation | null, kind: K): ConfigOf<K> | null {
  const isOfKind = (config: SecretRotation["rotator"]): config is ConfigOf<K> => config.kind === kind;
  return rotation && isOfKind(rotation.rotator) ? rotation.rotator : null;
}

const pair = "grid gap-4 sm:grid-cols-2";

function RandomFields({ state, rotation }: KindFieldsProps) {
  const config = configOf(rotation, "random");
  return (
    <div className={pair}>
      <ChoiceField
        {...{ state, kind: "random", field: "format", label: "Made of", options: RANDOM_FORMAT_OPTIONS }}
        initial={config?.format ?? "letters-digits"}
      />
      <LineField
        {...{ state, kind: "random", field: "length", label: "Length", inputMode: "numeric" }}
        initial={String(config?.length ?? GENERATED_LENGTH.initial)}
        hint={`${GENERATED_LENGTH.min} to ${GENERATED_LENGTH.max}. For base64 the bytes that it encodes; a UUID has its own.`}
      />
    </div>
  );
}

function KeyPairFields({ state, rotation }: KindFieldsProps) {
  const config = configOf(rotation, "keyPair");
  return (
    <div className={pair}>
      <ChoiceField
        {...{ state, kind: "keyPair", field: "algorithm", label: "Algorithm", options: ALGORITHM_OPTIONS }}
        initial={config?.algorithm ?? "ed25519"}
      />
      <ChoiceField
        {...{ state, kind: "keyPair", field: "format", label: "Written as", options: KEY_FORMAT_OPTIONS }}
        initial={config?.format ?? "pem"}
      />
    </div>
  );
}

function WebhookFields({ state, rotation, names }: KindFieldsProps) {
  const config = configOf(rotation, "webhook");
  return (
    <>
      <LineField
        {...{ state, kind: "webhook", field: "url", label: "Address of the service", inputMode: "url" }}
        initial={config?.url ?? ""}
        placeholder="https://rotate.example.com/"
        hint="Called with POST for each phase. No value is in the calls: the service reads it with an API key of its own."
      />
      <CredentialField
        {...{ state, kind: "webhook", label: "Signing key", names }}
        initial={config ? (rotation?.credential ?? null) : null}
        hint="The secret that the calls are signed with, as Standard Webhooks has it."
      />
    </>
  );
}

function ManualFields({ state, rotation }: KindFieldsProps) {
  return (
    <Field
      label="How it is done (optional)"
      errors={errorsOf(state, "rotator.notes")}
      hint="For whoever does it. Never write a value here."
    >
      {(control) => (
        <TextArea
          {...control}
          name="manual.notes"
          rows={4}
          defaultValue={typedOr(state, "manual.notes", configOf(rotation, "manual")?.notes ?? "")}
        />
      )}
    </Field>
  );
}

interface OwnFieldProps {
  readonly state: FormState<unknown>;
  readonly kind: RotatorKind;
  /** As the schema of the kind calls it. */
  readonly field: string;
  readonly label: string;
  readonly initial: string;
  readonly hint?: ReactNode;
}

/** A choice of a few that belongs to one kind of rotator. */
export function ChoiceField({
  options,
  ...rest
}: OwnFieldProps & { readonly options: readonly SelectOption[] }) {
  const { state, kind, field, label, initial, hint } = rest;
  const name = `${kind}.${field}`;
  return (
    <Field label={label} hint={hint} errors={errorsOf(state, `rotator.${field}`)}>
      {(control) => (
        <Select {...control} name={name} options={options} defaultValue={typedOr(state, name, initial)} />
      )}
    </Field>
  );
}

interface LineFieldProps extends OwnFieldProps {
  readonly inputMode?: "numeric" | "url" | "text";
  readonly placeholder?: string;
}

/** A line of text that belongs to one kind of rotator. */
export function LineField({ inputMode, placeholder, ...rest }: LineFieldProps) {
  const { state, kind, field, label, initial, hint } = rest;
  const name = `${kind}.${field}`;
  return (
    <Field label={label} hint={hint} errors={errorsOf(state, `rotator.${field}`)}>
      {(control) => (
        <TextInput
          {...{ ...control, name, inputMode, placeholder }}
          mono
          defaultValue={typedOr(state, name, initial)}
        />
      )}
    </Field>
  );
}

interface CredentialFieldProps extends Omit<OwnFieldProps, "field" | "initial"> {
  readonly initial: string | null;
  readonly names: readonly string[];
}

/** The stored secret that a rotator signs in with elsewhere, or signs with. */
export function CredentialField({ state, kind, label, hint, initial, names }: CredentialFieldProps) {
  const name = `${kind}.credential`;
  const chosen = typedOr(state, name, initial ?? "");
  const offered = chosen === "" || names.includes(chosen) ? names : [chosen, ...names];
  return (
    <Field label={label} hint={hint} errors={errorsOf(state, "credential")}>
      {(control) => (
        <Select
          {...control}
          name={name}
          options={[
            { value: "", label: "Choose a secret" },
            ...offered.map((value) => ({ value, label: value })),
          ]}
          defaultValue={chosen}
        />
      )}
    </Field>
  );
}
