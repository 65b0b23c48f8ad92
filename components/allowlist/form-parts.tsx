"use client";

import { type ComponentProps, createContext, type ReactNode, useContext } from "react";
import { Card } from "@/components/ui/card";
import { type ControlProps, Field } from "@/components/ui/field";
import { Select, type SelectOption } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { offeredNames } from "@/lib/allowlist/form/offered";
import type { FormState } from "@/lib/web/form-state";

interface FormParts {
  readonly state: FormState<unknown>;
  /** Names of the secrets that can be chosen. */
  readonly names: readonly string[];
  /** Where a new secret is stored. */
  readonly storeHref: string;
  /** What does not fit about the chosen secrets, by the paths of the configuration. */
  readonly misfits: Readonly<Record<string, string>>;
  /** The rows whose secret travels in clear, as `rowsInClear` has them. */
  readonly inClear: readonly string[] | null;
}

const Parts = createContext<FormParts>({
  state: { status: "idle" },
  names: [],
  storeHref: "",
  misfits: {},
  inClear: null,
});

/** What every field of the form needs: how the last attempt went, and what there is to choose from. */
export const FormPartsProvider = Parts.Provider;

/** What is wrong at a path of the configuration, or anywhere below it. */
export function useMistakes(path: string): readonly string[] {
  const { state, misfits } = useContext(Parts);
  const isHere = ([at]: readonly [string, unknown]) => at === path || at.startsWith(`${path}.`);
  const failed = state.status === "failed" ? Object.entries(state.fields).filter(isHere) : [];
  const unfit = Object.entries(misfits).filter(isHere);
  return [
    ...new Set([...failed.flatMap(([, messages]) => messages), ...unfit.map(([, message]) => message)]),
  ];
}

/** The rows whose secret travels in clear; null where the address has TLS. */
export function useInClear(): FormParts["inClear"] {
  return useContext(Parts).inClear;
}

/** A part of the form under a heading, by whose name it is found: labels are the same in several. */
export function FormSection({ title, ...rest }: ComponentProps<typeof Card> & { readonly title: string }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would not hold a heading and its text
    <div role="group" aria-label={title}>
      <Card title={title} {...rest} />
    </div>
  );
}

interface FormFieldProps {
  readonly label: string;
  /** Where its mistakes stand. */
  readonly path: string;
  readonly hint?: ReactNode;
  readonly className?: string;
}

interface ChoiceFieldProps extends FormFieldProps {
  readonly name: string;
  readonly value: string;
  readonly options: readonly SelectOption[];
}

/** A choice of a few. Other parts show and hide by what is chosen, without any script. */
export function ChoiceField({ name, value, options, path, ...rest }: ChoiceFieldProps) {
  return (
    <Field {...rest} errors={useMistakes(path)}>
      {(control) => <Select {...control} name={name} defaultValue={value} options={options} />}
    </Field>
  );
}

interface TextFieldProps extends FormFieldProps {
  readonly name: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly inputMode?: "numeric" | "url";
  readonly mono?: boolean;
}

export function TextField({
  name,
  value,
  path,
  label,
  hint,
  className,
  mono = true,
  ...rest
}: TextFieldProps) {
  const field = { label, hint, ...(className !== undefined && { className }) };
  return (
    <Field {...field} errors={useMistakes(path)}>
      {(control) => (
        <TextInput
          {...control}
          {...rest}
          mono={mono}
          name={name}
          defaultValue={value}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
        />
      )}
    </Field>
  );
}

interface SecretFieldProps extends FormFieldProps {
  readonly name: string;
  readonly value: string;
  /** What the first choice says, which is none. */
  readonly none?: string;
}

/** A choice among the stored secrets: a key cannot be typed in, and no value is ever shown. */
export function SecretField({ name, value, none = "Choose a secret", path, ...rest }: SecretFieldProps) {
  return (
    <Field {...rest} errors={useMistakes(path)}>
      {(control) => <SecretSelect {...control} name={name} value={value} none={none} />}
    </Field>
  );
}

interface SecretSelectProps extends Partial<ControlProps> {
  readonly name: string;
  readonly value: string;
  readonly none: string;
  readonly "aria-label"?: string;
}

export function SecretSelect({ value, none, ...rest }: SecretSelectProps) {
  const { names } = useContext(Parts);
  const all = offeredNames(names, [value]);
  const options = [{ value: "", label: none }, ...all.map((name) => ({ value: name, label: name }))];
  return <Select {...rest} defaultValue={value} options={options} />;
}

/** The way to a secret that is not there yet; in a tab of its own, so that nothing typed here is lost. */
export function StoreSecretLink() {
  const { storeHref } = useContext(Parts);
  return (
    <a
      href={storeHref}
      target="_blank"
      rel="noreferrer"
      className="text-accent-ink underline underline-offset-2"
    >
      Store New Secret
    </a>
  );
}
