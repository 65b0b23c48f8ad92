import { createHmac } from "node:crypto";
import type { Plaintext } from "@/lib/crypto/plaintext";
import type { OpenedSecret, Signature } from "../configuration/model";
import { incompatible } from "./failures";
import { type RawReading, secretBytes } from "./secret-bytes";
import { STANDARD_HEADERS } from "./standard-headers";

const KEY_BYTES_MIN = 16;
const STANDARD_PREFIX = "whsec_";

/** What a signature is made of beside the body. */
export interface SignatureFacts {
  readonly now: Date;
  /** Names this message, once and for all its tries. Without a full stop. */
  readonly messageId: string;
}

/**
 * The headers that sign a body as it is sent, with HMAC-SHA256: `t=<unix seconds>,v1=<hex>` over `<t>.<body>`, or
 * those of Standard Webhooks 1.0 over `<id>.<t>.<body>`. No body is signed as an empty one. Throws an error about an incompatible secret.
 */
export function signatureHeaders(
  { scheme, header, from, reading }: Signature<OpenedSecret>,
  body: Buffer,
  { now, messageId }: SignatureFacts,
): [name: string, value: string][] {
  const key = readSignatureKey(scheme, from.value, reading);
  const seconds = String(Math.floor(now.getTime() / 1_000));
  if (scheme === "strongroom") {
    return [[header, `t=${seconds},v1=${hmac(key, `${seconds}.`, body).toString("hex")}`]];
  }
  const signature = hmac(key, `${messageId}.${seconds}.`, body).toString("base64");
  const [id, timestamp, signed] = STANDARD_HEADERS;
  return [
    [id, messageId],
    [timestamp, seconds],
    [signed, `v1,${signature}`],
  ];
}

/** The key of a signature. With Standard Webhooks what follows `whsec_` is base64, however else the secret is read. */
export function readSignatureKey(
  scheme: Signature<unknown>["scheme"],
  value: Plaintext,
  reading: RawReading,
): Buffer {
  const key = (scheme === "standard-webhooks" && standardKey(value)) || secretBytes(value, reading);
  if (key.length >= KEY_BYTES_MIN) return key;
  throw incompatible(
    `A key for signing needs at least ${KEY_BYTES_MIN} bytes; this secret holds ${key.length}.`,
  );
}

function standardKey(value: Plaintext): Buffer | null {
  const text = value.reveal();
  if (!text.startsWith(STANDARD_PREFIX)) return null;
  const key = Buffer.from(text.slice(STANDARD_PREFIX.length), "base64");
  if (key.toString("base64").replaceAll("=", "") === text.slice(STANDARD_PREFIX.length).replaceAll("=", "")) {
    return key;
  }
  throw incompatible(`What follows ${STANDARD_PREFIX} is not base64.`);
}

function hmac(key: Buffer, prefix: string, body: Buffer): Buffer {
  return createHmac("sha256", key).update(prefix).update(body).digest();
}
