"use client";

import type { ReactNode } from "react";
import { Field } from "@/components/ui/field";
import { PasswordInput } from "@/components/ui/password-input";
import { TextInput } from "@/components/ui/text-input";
import { PASSWORD_LENGTH_MIN } from "@/lib/auth/password-rule";
import { errorsOf, type FormState } from "@/lib/web/form-state";
import type { Typed } from "./use-typed";

interface CredentialFieldProps {
  readonly name: string;
  readonly label: string;
  readonly typed: Typed;
  readonly errors: readonly string[];
  readonly hint?: ReactNode;
  readonly autoFocus?: boolean;
}

/**
 * An email address. Not an input of type `email`: browsers rewrite what is typed into one, and check it by another
 * rule than the server's.
 */
export function EmailField(props: CredentialFieldProps) {
  const { name, label, typed, errors, hint, autoFocus } = props;
  return (
    <Field label={label} errors={errors} hint={hint}>
      {(control) => (
        <TextInput
          {...control}
          {...typed.input}
          name={name}
          inputMode="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus={autoFocus}
          required
        />
      )}
    </Field>
  );
}

/** A password, known or being chosen, which tells password managers what to do. */
export function PasswordField(props: CredentialFieldProps & { readonly isNew?: boolean }) {
  const { name, label, typed, errors, hint, autoFocus, isNew = false } = props;
  return (
    <Field label={label} errors={errors} hint={hint}>
      {(control) => (
        <PasswordInput
          {...control}
          {...typed.input}
          name={name}
          autoComplete={isNew ? "new-password" : "current-password"}
          autoFocus={autoFocus}
          required
        />
      )}
    </Field>
  );
}

interface AccountFieldProps {
  readonly typed: Typed;
  readonly state: FormState<unknown>;
}

/** The name of whoever gets an account. */
export function OwnNameField({ typed, state }: AccountFieldProps) {
  return (
    <Field label="Name" errors={errorsOf(state, "name")}>
      {(control) => (
        <TextInput {...control} name="name" {...typed.input} autoComplete="name" autoFocus required />
      )}
    </Field>
  );
}

/** The password of whoever gets an account. */
export function FirstPasswordField({ typed, state }: AccountFieldProps) {
  return (
    <PasswordField
      name="password"
      label="Password"
      typed={typed}
      errors={errorsOf(state, "password")}
      hint={`At least ${PASSWORD_LENGTH_MIN} characters. Several random words work well.`}
      isNew
    />
  );
}
