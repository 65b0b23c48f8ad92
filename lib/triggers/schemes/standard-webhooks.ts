import { webhookKey } from "@/lib/net/standard-webhook";
import { hmacOf, isSameText, type Scheme, shownId, timelySeconds } from "./scheme";

/** https://www.standardwebhooks.com: base64 over id, timestamp and body; several signatures while a secret is replaced. */
export const standardWebhooks: Scheme = ({ header, body, now }, secret) => {
  const id = shownId(header("webhook-id"));
  const timestamp = timelySeconds(header("webhook-timestamp"), now);
  const key = webhookKey(secret);
  const expected = `v1,${hmacOf("sha256", key, [`${id}.${timestamp}.`, body]).digest("base64")}`;
  if (id === null || timestamp === null || key.length === 0) return null;
  const signatures = (header("webhook-signature") ?? "").split(" ");
  return signatures.some((input) => isSameText(input, expected)) ? { once: id, messageId: id } : null;
};
