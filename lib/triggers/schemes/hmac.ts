import { hmacOf, isSameText, type Scheme, timelySeconds } from "./scheme";

/** As the trigger says: in which header, in which form, with a timestamp or without. */
export const hmac: Scheme = ({ header, body, now, hmac: options }, secret) => {
  if (!options) return null;
  const { algorithm, encoding, prefix, timestampHeader } = options;
  const timestamp = timestampHeader === undefined ? "" : timelySeconds(header(timestampHeader), now);
  const signed = timestampHeader === undefined ? [body] : [`${timestamp}.`, body];
  const expected = `${prefix}${hmacOf(algorithm, secret, signed).digest(encoding)}`;
  if (!isSameText(header(options.header) ?? "", expected) || timestamp === null) return null;
  return { once: `${timestamp}.${expected}`, messageId: null };
};
