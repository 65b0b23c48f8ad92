"use client";

import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { UNIT_NAMES } from "@/lib/organisation/model";
import { timeParts } from "./draft";

interface DurationFieldProps {
  readonly label: string;
  readonly hint: string;
  /** Of the two controls: `nameAmount` and `nameUnit`. */
  readonly name: "session" | "idle";
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly errors: readonly string[];
}

const OPTIONS = UNIT_NAMES.map((value) => ({ value, label: value }));

/** A length of time: a number and its unit. */
export function DurationField({ label, hint, name, value, onChange, errors }: DurationFieldProps) {
  const { amount, unit } = timeParts(value);
  return (
    <Field label={label} hint={hint} errors={errors}>
      {(control) => (
        <div className="flex gap-2">
          <TextInput
            {...control}
            name={`${name}Amount`}
            value={amount}
            onChange={(event) => onChange(`${event.target.value} ${unit}`)}
            inputMode="numeric"
            autoComplete="off"
            className="max-w-24 tabular-nums"
          />
          <Select
            name={`${name}Unit`}
            aria-label={`${label}, unit`}
            value={unit}
            onChange={(event) => onChange(`${amount} ${event.target.value}`)}
            options={OPTIONS}
            className="w-32"
          />
        </div>
      )}
    </Field>
  );
}
