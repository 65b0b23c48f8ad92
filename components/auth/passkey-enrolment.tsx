/** Sets up a passkey as the first second factor, within a sign-in. */
export function PasskeyEnrolment(_: { readonly next: string | null }) {
  return null;
}
