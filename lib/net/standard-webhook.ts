import { createHmac } from "node:crypto";

/** The headers that sign a message as Standard Webhooks has it. `id` is the same when it is sent again. */
export function signatureHeaders(key: Buffer, id: string, now: Date, body: Buffer): [string, string][] {
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64");
  return [
    ["webhook-id", id],
    ["webhook-timestamp", timestamp],
    ["webhook-signature", `v1,${signature}`],
  ];
}

/** The key in a `whsec_…` text, or the bytes of any other text. */
export function webhookKey(text: string): Buffer {
  return text.startsWith("whsec_") ? Buffer.from(text.slice(6), "base64") : Buffer.from(text);
}
