import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { SignatureAgreement } from "./agreement";

const SECONDS_MAX = 300;

/** Whether the signature is that of this body, and not older or newer than five minutes. */
export function isSigned(
  agreed: SignatureAgreement,
  headers: IncomingHttpHeaders,
  body: Buffer,
  now: Date,
): boolean {
  const header = (name: string) => String(headers[name.toLowerCase()] ?? "");
  const isOurs = agreed.scheme === "strongroom";
  const [, seconds = "", input = ""] = isOurs
    ? (/^t=(\d+),v1=([0-9a-f]{64})$/.exec(header(agreed.header)) ?? [])
    : ["", header("webhook-timestamp"), header("webhook-signature").replace(/^v1,/, "")];
  if (Math.abs(now.getTime() / 1_000 - Number(seconds)) > SECONDS_MAX) return false;
  const prefix = isOurs ? `${seconds}.` : `${header("webhook-id")}.${seconds}.`;
  const expected = createHmac("sha256", agreed.key).update(prefix).update(body).digest();
  const received = Buffer.from(input, isOurs ? "hex" : "base64");
  return received.length === expected.length && timingSafeEqual(received, expected);
}
