import { errorsOf, typedOr } from "@/lib/web/form-state";
import { Field } from "./field";
import { Select, type SelectOption } from "./select";
import type { FormFieldProps } from "./text-field";

interface SelectFieldProps extends FormFieldProps {
  readonly options: readonly SelectOption[];
  /** What is chosen, where the rest of the form goes by it. */
  readonly value?: string;
  readonly onChange?: (value: string) => void;
}

/** One of several. Keeps what was chosen over an error. */
export function SelectField(props: SelectFieldProps) {
  const { state, name, label, hint, options, initial = "", value, onChange } = props;
  const chosen =
    value === undefined
      ? { defaultValue: typedOr(state, name, initial) }
      : { value, onChange: (event: { target: { value: string } }) => onChange?.(event.target.value) };
  return (
    <Field label={label} hint={hint} errors={errorsOf(state, name)}>
      {(control) => <Select {...control} name={name} options={options} {...chosen} />}
    </Field>
  );
}
