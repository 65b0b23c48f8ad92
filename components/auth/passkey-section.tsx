/** The passkeys of the account page. */
export function PasskeySection() {
  return null;
}
