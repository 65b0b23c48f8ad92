import { hmacOf, isSameText, type Scheme, shownId } from "./scheme";

/** Hex over the body. The id of the delivery is not signed, so the signature is what comes once. */
export const github: Scheme = ({ header, body }, secret) => {
  const signature = header("x-hub-signature-256") ?? "";
  const expected = `sha256=${hmacOf("sha256", secret, [body]).digest("hex")}`;
  if (!isSameText(signature, expected)) return null;
  return { once: signature, messageId: shownId(header("x-github-delivery")) };
};
