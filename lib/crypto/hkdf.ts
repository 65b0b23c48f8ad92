import { createSecretKey, hkdfSync, type KeyObject } from "node:crypto";

export const KEY_BYTES = 32;

/** What a key is for. Each purpose derives its own key, so that none serves two. The `v1` is part of the format. */
export type Purpose =
  | "wrap"
  | "instance"
  | "value"
  | "fingerprint"
  | "key-id"
  | "audit"
  | "session"
  | "throttle"
  | "setup"
  | "actions";

/** The HKDF info and the first part of the associated data of a purpose. */
export function infoOf(purpose: Purpose): string {
  return `strongroom/${purpose}/v1`;
}

/**
 * 32 bytes by HKDF-SHA256 (RFC 5869). `salt` is an id as its UTF-8 text, or empty where nothing narrower than the
 * purpose is bound.
 */
export function deriveBytes(key: KeyObject, salt: string, purpose: Purpose): Buffer {
  return Buffer.from(hkdfSync("sha256", key, Buffer.from(salt, "utf8"), infoOf(purpose), KEY_BYTES));
}

/** The same as a key object, which prints and serialises as nothing. */
export function deriveKey(key: KeyObject, salt: string, purpose: Purpose): KeyObject {
  return createSecretKey(deriveBytes(key, salt, purpose));
}
