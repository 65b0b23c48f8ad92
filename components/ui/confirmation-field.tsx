"use client";

import { useState } from "react";
import { errorsOf, type FormState, typedOr } from "@/lib/web/form-state";
import { Field } from "./field";
import { TextInput } from "./text-input";
import { useTypedBefore } from "./use-typed-before";

interface ConfirmationFieldProps {
  readonly noun: "name" | "address" | "words";
  /** What has to be typed. */
  readonly wanted: string;
  readonly state: FormState<unknown>;
}

/** Where the name or address of what will be gone for ever is typed, as `confirmation`. */
export function ConfirmationField({ noun, wanted, state }: ConfirmationFieldProps) {
  const [typed, setTyped] = useState(() => typedOr(state, "confirmation", ""));
  const field = useTypedBefore<HTMLInputElement>(setTyped);
  return (
    <Field
      label={`Type the ${noun} to confirm`}
      errors={errorsOf(state, "confirmation")}
      hint={<code className="font-mono break-all text-ink">{wanted}</code>}
    >
      {(control) => (
        <TextInput
          {...control}
          ref={field}
          mono
          name="confirmation"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          autoFocus
        />
      )}
    </Field>
  );
}
