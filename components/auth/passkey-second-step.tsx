/** Ends a sign-in with a passkey as the second factor. */
export function PasskeySecondStep(_: { readonly next: string | null }) {
  return null;
}
