import { createHmac, timingSafeEqual } from "node:crypto";
import type { HmacOptions } from "../schema";

/** What somebody sent, before anything of it is believed. */
export interface SignedRequest {
  /** A header that is there once; null for one that is absent, and for one that is there several times. */
  readonly header: (name: string) => string | null;
  readonly body: Buffer;
  readonly now: Date;
  /** How the sender signs, for the scheme `hmac`. */
  readonly hmac?: HmacOptions | undefined;
}

/** What a right signature shows. */
export interface Proof {
  /** What may come once: the signed id, or else the signature itself. */
  readonly once: string;
  /** What the sender calls the delivery. */
  readonly messageId: string | null;
}

/**
 * One way to sign webhooks: what a request proves with a secret; null for nothing. Goes over the body once whatever the headers
 * hold, so that the time it takes does not tell which scheme, or whether any, is asked.
 */
export type Scheme = (request: SignedRequest, secret: string) => Proof | null;

/** How far the clocks of sender and server may be apart. */
const SKEW_SECONDS_MAX = 5 * 60;

export function hmacOf(
  algorithm: "sha256" | "sha512",
  key: string | Buffer,
  parts: readonly (string | Buffer)[],
) {
  const hmac = createHmac(algorithm, key);
  for (const part of parts) hmac.update(part);
  return hmac;
}

/** Whether two texts are the same, in a time that does not tell where they differ. */
export function isSameText(input: string, expected: string): boolean {
  const [a, b] = [Buffer.from(input), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The seconds since 1970 in a text, if they are within five minutes of now; else null. */
export function timelySeconds(text: string | null, now: Date): string | null {
  if (text === null || !/^\d{1,12}$/.test(text)) return null;
  const skew = Math.abs(now.getTime() / 1_000 - Number(text));
  return skew <= SKEW_SECONDS_MAX ? text : null;
}

/** An id of the sender's that can be shown and stored; null for anything else. */
export function shownId(text: string | null): string | null {
  return text !== null && /^[\x21-\x7e]{1,200}$/.test(text) ? text : null;
}
