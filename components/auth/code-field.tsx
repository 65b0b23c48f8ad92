"use client";

import type { ReactNode } from "react";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import type { Typed } from "./use-typed";

interface CodeFieldProps {
  readonly typed: Typed;
  readonly errors: readonly string[];
  readonly hint?: ReactNode;
  readonly autoFocus?: boolean;
}

/** A code of an authenticator app, which phones and password managers offer by themselves. */
export function CodeField({ typed, errors, hint, autoFocus }: CodeFieldProps) {
  return (
    <Field label="Code from your authenticator app" errors={errors} hint={hint}>
      {(control) => (
        <TextInput
          {...control}
          {...typed.input}
          mono
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus={autoFocus}
          required
        />
      )}
    </Field>
  );
}
