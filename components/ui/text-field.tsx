import type { ReactNode } from "react";
import { errorsOf, type FormState, typedOr } from "@/lib/web/form-state";
import { Field } from "./field";
import { TextInput } from "./text-input";

export interface FormFieldProps {
  readonly state: FormState<unknown>;
  readonly name: string;
  readonly label: string;
  /** What it holds until something is typed or chosen. */
  readonly initial?: string;
  readonly hint?: ReactNode;
}

/** A field of one line for what is exact: a name, an address, a number. Keeps what was typed over an error. */
export function TextField({ state, name, label, initial = "", hint }: FormFieldProps) {
  return (
    <Field label={label} hint={hint} errors={errorsOf(state, name)}>
      {(control) => (
        <TextInput
          {...control}
          name={name}
          mono
          autoComplete="off"
          defaultValue={typedOr(state, name, initial)}
        />
      )}
    </Field>
  );
}
