"use client";

import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import { PASSKEY_NAME_LENGTH_MAX } from "@/lib/auth/passkeys/model";
import type { Typed } from "./use-typed";

interface PasskeyNameFieldProps {
  readonly typed: Typed;
  readonly errors: readonly string[];
}

/** What a passkey is called in its owner's list. */
export function PasskeyNameField({ typed, errors }: PasskeyNameFieldProps) {
  return (
    <Field label="Name" errors={errors} hint="For example “MacBook”.">
      {(control) => (
        <TextInput
          {...control}
          {...typed.input}
          name="name"
          autoComplete="off"
          maxLength={PASSKEY_NAME_LENGTH_MAX}
          pattern=".*\S.*"
          autoFocus
          required
        />
      )}
    </Field>
  );
}
