import type { OutgoingInput } from "../envelope/request";

/** What somebody wants to be sent. */
export interface SendInput extends OutgoingInput {
  /** With it the same request is sent once, however often it is asked for within a day. */
  readonly idempotencyKey?: string | undefined;
  /** Which try with this key it is: each is sent once, and the endpoint gets the same key each time. */
  readonly attempt?: number;
}

/** What an endpoint answered, decrypted, without the secrets that it was sent. */
export interface SendAnswer {
  /** The endpoint's own, whatever it is. */
  readonly status: number;
  /** Those that the configuration lets through, by names in lower case; several of one name stand apart by commas. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON where it is, text else, base64 for what is neither; null for an empty one. */
  readonly body: unknown;
  readonly bodyEncoding?: "base64";
  /** Why there are neither headers nor a body, and how many bytes came. */
  readonly withheld?: { readonly reason: string; readonly bodyBytes: number };
  readonly durationMs: number;
}

/** How long the answer to an Idempotency-Key is kept. */
export const KEPT_HOURS = 24;
