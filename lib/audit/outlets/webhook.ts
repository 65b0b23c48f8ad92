import type { Egress } from "@/lib/net/egress";
import { failureWords } from "@/lib/net/egress-error";
import { type OutgoingUrl, parseOutgoingUrl } from "@/lib/net/outgoing-url";
import { signatureHeaders } from "@/lib/net/standard-webhook";
import type { WebhookTarget } from "@/lib/platform/audit-settings";
import { notAccepted } from "./failure";

const ANSWER_BYTES_MAX = 64 * 1_024;

export interface WebhookMessage {
  /** The same when it is sent again. */
  readonly id: string;
  readonly type: string;
  readonly data: object;
}

/** Throws an Error for an address that nothing can be sent to. */
export function webhookUrl(setting: string, { url }: WebhookTarget): OutgoingUrl {
  const parsed = parseOutgoingUrl(url);
  if (typeof parsed === "string") throw new Error(`${setting}: ${parsed}`);
  return parsed;
}

/** Returns what sends a message, signed as Standard Webhooks has it. Anything but an answer of 2xx is a failure. */
export function webhookSender(
  url: OutgoingUrl,
  key: Buffer,
  { egress, ca }: { readonly egress: Egress; readonly ca: string | null },
) {
  const { host, port } = url;
  // The address is the operator's own choice.
  const policy = { allowedPrivateHosts: [`${host.includes(":") ? `[${host}]` : host}:${port}`] };
  return async ({ id, type, data }: WebhookMessage, signal: AbortSignal): Promise<void> => {
    const now = new Date();
    const body = Buffer.from(JSON.stringify({ type, timestamp: now.toISOString(), data }));
    const outcome = await egress.send(
      {
        url,
        method: "POST",
        headers: [["Content-Type", "application/json"], ...signatureHeaders(key, id, now, body)],
        query: [],
        body,
        ca,
        policy,
        answerBytesMax: ANSWER_BYTES_MAX,
      },
      signal,
    );
    if ("failure" in outcome) throw notAccepted(failureWords(outcome.failure.reason, outcome.failure.code));
    const { status } = outcome.answer;
    if (status < 200 || status > 299) throw notAccepted(`The receiver answered ${status}.`);
  };
}
