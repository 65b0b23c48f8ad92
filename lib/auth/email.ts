/** Longest address that mail can carry (RFC 5321, section 4.5.3.1.3). */
export const EMAIL_LENGTH_MAX = 254;

const INPUT_LENGTH_MAX = 320;
const LOCAL_LENGTH_MAX = 64;
const ATOM = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const LOCAL = new RegExp(`^${ATOM}(?:\\.${ATOM})*$`);
const DOMAIN = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);

/**
 * The one spelling of an address that accounts are kept under: NFKC, lower case, without outer spaces. Null unless
 * that is a single plain ASCII address (a dot-atom of RFC 5321): no lists, quotes, comments, display names, control
 * or look-alike characters. Normalising comes first, so no check can be passed by a character that changes later.
 */
export function canonicalEmail(input: string): string | null {
  if (input.length > INPUT_LENGTH_MAX) return null;
  const email = input.normalize("NFKC").toLowerCase().trim();
  if (email.length > EMAIL_LENGTH_MAX) return null;
  const [local, domain, ...rest] = email.split("@");
  if (local === undefined || domain === undefined || rest.length > 0) return null;
  if (local.length > LOCAL_LENGTH_MAX || !LOCAL.test(local) || !DOMAIN.test(domain)) return null;
  return email;
}
