import type { ErrorCode, FieldErrors } from "@/lib/platform/app-error";

/** What a form knows after its action answered. Known to browser and server; never holds a value or a password. */
export type FormState<R = undefined> =
  | { readonly status: "idle" }
  | { readonly status: "done"; readonly data: R }
  | FailedState;

export interface FailedState {
  readonly status: "failed";
  readonly code: ErrorCode;
  readonly message: string;
  readonly fields: FieldErrors;
  /** What was typed, by field name, so that a form rendered without JavaScript keeps it. */
  readonly typed: Readonly<Record<string, string>>;
  /** What else is known; `isSignedOut` where signing in again is all that it takes. */
  readonly facts: Readonly<Record<string, unknown>>;
}

export const idle = { status: "idle" } as const;

/** The messages of one field, if any. */
export function errorsOf(state: FormState<unknown>, field: string): readonly string[] {
  return state.status === "failed" && Object.hasOwn(state.fields, field) ? (state.fields[field] ?? []) : [];
}

/** Why the form as a whole failed, or null; null too while one of `fields` says itself what is wrong with it. */
export function failureOf(state: FormState<unknown>, ...fields: readonly string[]): string | null {
  if (state.status !== "failed" || fields.some((field) => errorsOf(state, field).length > 0)) return null;
  return state.message;
}

/** What was typed into a field before the action failed, else what it started with. */
export function typedOr(state: FormState<unknown>, field: string, initial: string): string {
  return state.status === "failed" && Object.hasOwn(state.typed, field)
    ? (state.typed[field] ?? initial)
    : initial;
}
