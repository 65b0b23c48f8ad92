/** Schemes that stand before a token, with a space between. */
const SCHEMES = /^(?:bearer|basic|token|apikey|digest|negotiate|ntlm|splunk|bot|key)$/i;

/**
 * What stands before a secret, with the space that was forgotten: a text that is a scheme alone, in a header that takes one. Any
 * other text is taken as it is.
 */
export function withSpace(name: string, prefix: string): string {
  return /authorization$/i.test(name) && SCHEMES.test(prefix) ? `${prefix} ` : prefix;
}
