"use client";

import type { ReactNode } from "react";
import { Field } from "@/components/ui/field";
import { Select, type SelectOption } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-area";
import { TextInput } from "@/components/ui/text-input";
import type { SecretRotation } from "@/lib/rotation/model";
import type { ConfigOf, RotatorKind } from "@/lib/rotation/schema";
import { errorsOf, type FormState, typedOr } from "@/lib/web/form-state";

export interface KindFieldsProps {
  readonly state: FormState<unknown>;
  /** How it is rotated so far. */
  readonly rotation: SecretRotation | null;
  /** Names of the secrets that it can be rotated with. */
  readonly names: readonly string[];
}

/** The configuration so far, where it is of this kind. */
export function configOf<K extends RotatorKind>(
  rotation: SecretRotation | null,
  kind: K,
): ConfigOf<K> | null {
  const isOfKind = (config: SecretRotation["rotator"]): config is ConfigOf<K> => config.kind === kind;
  return rotation && isOfKind(rotation.rotator) ? rotation.rotator : null;
}

/** Two fields beside each other where there is room. */
export const PAIR = "grid gap-4 sm:grid-cols-2";

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
    <Field label={label} hint={hint} errors={errorsAt(state, field)}>
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
    <Field label={label} hint={hint} errors={errorsAt(state, field)}>
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

/** Several lines that belong to one kind of rotator. */
export function LinesField({ rows, ...rest }: OwnFieldProps & { readonly rows: number }) {
  const { state, kind, field, label, initial, hint } = rest;
  const name = `${kind}.${field}`;
  return (
    <Field label={label} hint={hint} errors={errorsAt(state, field)}>
      {(control) => (
        <TextArea {...{ ...control, name, rows }} mono defaultValue={typedOr(state, name, initial)} />
      )}
    </Field>
  );
}

/** What is wrong with a field, or with an entry of it. */
function errorsAt(state: FormState<unknown>, field: string): readonly string[] {
  const path = `rotator.${field}`;
  const entries = state.status === "failed" ? Object.keys(state.fields) : [];
  const own = entries.filter((at) => at === path || at.startsWith(`${path}.`));
  return [...new Set(own.flatMap((at) => errorsOf(state, at)))];
}

interface CredentialFieldProps extends KindFieldsProps, Pick<OwnFieldProps, "kind" | "label" | "hint"> {
  /** What stands where none is chosen. */
  readonly none?: string;
}

/** The stored secret that a rotator signs in with elsewhere, or signs with. */
export function CredentialField({ none = "Choose a secret", ...rest }: CredentialFieldProps) {
  const { state, rotation, names, kind, label, hint } = rest;
  const name = `${kind}.credential`;
  const initial = rotation?.rotator.kind === kind ? rotation.credential : null;
  const chosen = typedOr(state, name, initial ?? "");
  const offered = chosen === "" || names.includes(chosen) ? names : [chosen, ...names];
  return (
    <Field label={label} hint={hint} errors={errorsOf(state, "credential")}>
      {(control) => (
        <Select
          {...control}
          name={name}
          options={[{ value: "", label: none }, ...offered.map((value) => ({ value, label: value }))]}
          defaultValue={chosen}
        />
      )}
    </Field>
  );
}
