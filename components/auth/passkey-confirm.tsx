"use client";

interface PasskeyConfirmProps {
  /** Where the page leads to; the dialog has none and is told by `onConfirmed`. */
  readonly next?: string | undefined;
  readonly onConfirmed?: (() => void) | undefined;
}

/** Confirms with a passkey that it is you. */
export function PasskeyConfirm(_: PasskeyConfirmProps) {
  return <p className="text-muted">Passkeys cannot be used here yet.</p>;
}
