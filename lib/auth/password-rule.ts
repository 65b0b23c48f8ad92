/** Least characters of a new password. There are no rules of composition. */
export const PASSWORD_LENGTH_MIN = 12;
export const PASSWORD_LENGTH_MAX = 1_024;

/** The same password on every keyboard: composed and decomposed accents are one (RFC 8265, section 4.2.2). */
export function opaquePassword(password: string): string {
  return password.normalize("NFC");
}

/** Characters as a person counts them, which is what the minimum is about. */
export function passwordLength(password: string): number {
  return [...opaquePassword(password)].length;
}
