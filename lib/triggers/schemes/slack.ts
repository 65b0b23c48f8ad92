import { hmacOf, isSameText, type Scheme, timelySeconds } from "./scheme";

/** Hex over `v0`, timestamp and body. */
export const slack: Scheme = ({ header, body, now }, secret) => {
  const timestamp = timelySeconds(header("x-slack-request-timestamp"), now);
  const expected = `v0=${hmacOf("sha256", secret, [`v0:${timestamp}:`, body]).digest("hex")}`;
  const isRight = isSameText(header("x-slack-signature") ?? "", expected);
  return isRight && timestamp !== null ? { once: expected, messageId: null } : null;
};
