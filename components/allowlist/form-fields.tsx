"use client";

import { type ComponentProps, createContext, type ReactNode, useContext } from "react";
import {
  type ControllerRenderProps,
  type FieldPathByValue,
  useController,
  useFormContext,
  useWatch,
} from "react-hook-form";
import { Card } from "@/components/ui/card";
import { type ControlProps, Field } from "@/components/ui/field";
import { Select, type SelectOption } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-area";
import { TextInput } from "@/components/ui/text-input";
import { asksFor, endpointOf } from "@/lib/allowlist/form/endpoint";
import { offeredNames } from "@/lib/allowlist/form/offered";
import { CONNECTION, chosenNames, type EndpointValues, POOL } from "@/lib/allowlist/form/values";
import type { FieldErrors } from "@/lib/platform/app-error";

/** Where in the form a text is; of a chosen secret it ends in `.secret`. */
export type TextPath = FieldPathByValue<EndpointValues, string>;

interface FormFacts {
  /** By the paths of the form. */
  readonly issues: FieldErrors;
  /** Names of the secrets that can be chosen. */
  readonly names: readonly string[];
}

const Facts = createContext<FormFacts>({ issues: {}, names: [] });

/** What every field of the form needs: how the last attempt went, and what there is to choose from. */
export const FormFactsProvider = Facts.Provider;

/** What is wrong at a path or anywhere below it, and exactly at others that have no field of their own. */
export function useIssues(path: string, exactly: readonly string[] = []): readonly string[] {
  const found = Object.entries(useContext(Facts).issues).filter(
    ([at]) => at === path || at.startsWith(`${path}.`) || exactly.includes(at),
  );
  return [...new Set(found.flatMap(([, messages]) => messages))];
}

/** Whether anything is wrong at one of the paths or below it. */
export function useIssuesBelow(paths: readonly string[]): boolean {
  return Object.keys(useContext(Facts).issues).some((at) => paths.some((path) => at.startsWith(path)));
}

/** What is typed or chosen at a path, for its control. */
export function useText(path: TextPath): ControllerRenderProps<EndpointValues, TextPath> {
  return useController<EndpointValues, TextPath>({ name: path }).field;
}

/** What follows from the values of the form; `compute` is the same at every call. Renders again only when that changes. */
export function useValues<T>(compute: (values: EndpointValues) => T): T {
  return useWatch({ control: useFormContext<EndpointValues>().control, compute });
}

/** Whether the choices as they stand ask for what is at a path, which stays the same. */
export function useAsksFor(path: string): boolean {
  return useValues((values) => asksFor(endpointOf(values), path));
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
  readonly path: TextPath;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly className?: string;
  /** Paths whose errors belong here as well. */
  readonly issuesAt?: readonly string[];
}

interface FormControlProps extends FormFieldProps {
  readonly children: (control: ControlProps & ControllerRenderProps<EndpointValues, TextPath>) => ReactNode;
}

/** A field of the form; nothing where the other choices do not ask for it. What stood there is kept. */
function FormField({ path, issuesAt, children, ...rest }: FormControlProps) {
  const at = path.replace(/\.secret$/, "");
  const text = useText(path);
  const errors = useIssues(at, issuesAt);
  if (!useAsksFor(at)) return null;
  return (
    <Field {...rest} errors={errors}>
      {(control) => children({ ...text, ...control })}
    </Field>
  );
}

/** A choice of a few. */
export function ChoiceField({
  options,
  ...rest
}: FormFieldProps & { readonly options: readonly SelectOption[] }) {
  return <FormField {...rest}>{(control) => <Select {...control} options={options} />}</FormField>;
}

interface TextFieldProps extends FormFieldProps {
  readonly placeholder?: string;
  readonly inputMode?: "numeric" | "url";
}

/** A line of text that is taken as it is. */
export function TextField({ placeholder, inputMode, ...rest }: TextFieldProps) {
  return (
    <FormField {...rest}>
      {(control) => <TextInput {...control} mono placeholder={placeholder} inputMode={inputMode} />}
    </FormField>
  );
}

/** Several lines. */
export function LinesField({
  area,
  ...rest
}: FormFieldProps & { readonly area: ComponentProps<typeof TextArea> }) {
  return <FormField {...rest}>{(control) => <TextArea {...control} {...area} />}</FormField>;
}

/** A choice among the stored secrets: a key cannot be typed in, and no value is ever shown. `none` says that there is none. */
export function SecretField({
  none = "Choose a secret",
  ...rest
}: FormFieldProps & { readonly none?: string }) {
  return <FormField {...rest}>{(control) => <SecretSelect {...control} none={none} />}</FormField>;
}

interface SecretSelectProps extends Omit<ComponentProps<typeof Select>, "options"> {
  readonly value: string;
  readonly none: string;
  /** Whether the pools and connected apps of the environment stand beside its secrets. */
  readonly withPools?: true;
}

/** The stored secrets, those that are chosen in the form among them whatever was looked for since. */
export function SecretSelect({ none, withPools, ...rest }: SecretSelectProps) {
  const names = offeredNames(useContext(Facts).names, useValues(chosenNames));
  const offered = withPools
    ? names
    : names.filter((name) => !name.startsWith(POOL) && !name.startsWith(CONNECTION));
  const options = offered.map((name) => ({ value: name, label: name }));
  return <Select {...rest} options={[{ value: "", label: none }, ...options]} />;
}
