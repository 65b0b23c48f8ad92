import type { Encoding } from "../configuration/model";

const ALPHABETS = { base64: /^[A-Za-z0-9+/]*$/, base64url: /^[A-Za-z0-9_-]*$/ } as const;
const HEX = /^(?:[0-9a-fA-F]{2})*$/;

/** Bytes as text: base64 with padding, base64url without (RFC 4648, sections 4 and 5), or hex in lower case. */
export function encode(bytes: Buffer, encoding: Encoding): string {
  return bytes.toString(encoding);
}

/**
 * The bytes of a text, or null unless the text is exactly an encoding of them: no white space, no letter of another
 * alphabet, no bits left over. Padding may be left out, but not be wrong; hex may be in upper case.
 */
export function decode(text: string, encoding: Encoding): Buffer | null {
  if (encoding === "hex") return HEX.test(text) ? Buffer.from(text, "hex") : null;
  const unpadded = withoutPadding(text);
  if (!ALPHABETS[encoding].test(unpadded)) return null;
  const bytes = Buffer.from(unpadded, encoding);
  return withoutPadding(bytes.toString(encoding)) === unpadded ? bytes : null;
}

/** The text without its `=`, where they are as many as RFC 4648 wants; otherwise the text as it is. */
function withoutPadding(text: string): string {
  if (text.length % 4 !== 0) return text;
  return text.endsWith("==") ? text.slice(0, -2) : text.endsWith("=") ? text.slice(0, -1) : text;
}
