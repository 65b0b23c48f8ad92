"use client";

import type { ComponentType } from "react";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";
import type { RotatorKind } from "@/lib/rotation/schema";
import { GENERATED_LENGTH } from "@/lib/secrets/generated-value";
import { errorsOf, typedOr } from "@/lib/web/form-state";
import { MysqlFields, PostgresFields } from "./database-fields";
import { ALGORITHM_OPTIONS, KEY_FORMAT_OPTIONS, RANDOM_FORMAT_OPTIONS } from "./kind-labels";
import { ChoiceField, CredentialField, configOf, type KindFieldsProps, LineField, PAIR } from "./own-fields";
import { ProviderFields } from "./provider-fields";

/** The fields of each kind of rotator. Their names begin with the kind, and are those of its schema. */
export const KIND_FIELDS: Readonly<Record<RotatorKind, ComponentType<KindFieldsProps>>> = {
  random: RandomFields,
  keyPair: KeyPairFields,
  http: ProviderFields,
  postgres: PostgresFields,
  mysql: MysqlFields,
  webhook: WebhookFields,
  manual: ManualFields,
};

function RandomFields({ state, rotation }: KindFieldsProps) {
  const config = configOf(rotation, "random");
  return (
    <div className={PAIR}>
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
    <div className={PAIR}>
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

function WebhookFields(props: KindFieldsProps) {
  const { state, rotation } = props;
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
        {...props}
        kind="webhook"
        label="Signing key"
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
