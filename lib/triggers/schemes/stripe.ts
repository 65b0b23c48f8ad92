import { hmacOf, isSameText, type Scheme, timelySeconds } from "./scheme";

/** `t=…,v1=…`: hex over timestamp and body; several `v1` while a secret is replaced. */
export const stripe: Scheme = ({ header, body, now }, secret) => {
  const parts = (header("stripe-signature") ?? "").split(",").map((part) => part.split("=", 2));
  const valuesOf = (name: string) => parts.flatMap(([key, value]) => (key === name && value ? [value] : []));
  const [time = null, ...more] = valuesOf("t");
  const timestamp = timelySeconds(time, now);
  const expected = hmacOf("sha256", secret, [`${timestamp}.`, body]).digest("hex");
  if (timestamp === null || more.length > 0) return null;
  return valuesOf("v1").some((input) => isSameText(input, expected))
    ? { once: `${timestamp}.${expected}`, messageId: null }
    : null;
};
