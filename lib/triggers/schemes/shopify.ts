import { hmacOf, isSameText, type Scheme, shownId } from "./scheme";

/** Base64 over the body. The id of the delivery is not signed, so the signature is what comes once. */
export const shopify: Scheme = ({ header, body }, secret) => {
  const expected = hmacOf("sha256", secret, [body]).digest("base64");
  if (!isSameText(header("x-shopify-hmac-sha256") ?? "", expected)) return null;
  return { once: expected, messageId: shownId(header("x-shopify-webhook-id")) };
};
