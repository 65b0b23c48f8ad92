import { createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import type { OwnedPurpose } from "./owned";

export const KEY_BYTES = 32;

/** What a key is for that outlives a rotation of the master key. */
export type InstancePurpose =
  | "audit"
  | "audit-salt"
  | "audit-signing"
  | "audit-pruned"
  | "audit-block"
  | "session"
  | "throttle"
  | "device"
  | "device-code"
  | "totp"
  | "recovery"
  | "setup"
  | "actions"
  | "webauthn"
  | "cursor"
  | "etag"
  | "idempotency"
  | "connection-state"
  | "rows"
  | "sync"
  | "backup";

/** What a key is for. Each purpose derives its own key, so that none serves two. */
export type Purpose =
  | "wrap"
  | "instance"
  | "sealed-instance"
  | "value"
  | "fingerprint"
  | "value-group"
  | "members"
  | "key-id"
  | "answer"
  | OwnedPurpose
  | InstancePurpose;

/** The HKDF info and the first part of the associated data of a purpose. The version belongs to the stored format. */
export function infoOf(purpose: Purpose): string {
  return `strongroom/${purpose}/v1`;
}

/** HKDF with SHA-256 (RFC 5869). */
export function hkdfSha256(key: KeyObject, salt: Buffer, info: Buffer, lengthBytes: number): Buffer {
  return Buffer.from(hkdfSync("sha256", key, salt, info, lengthBytes));
}

/** 32 bytes for one purpose. `salt` is an id as its UTF-8 text, or empty where nothing narrower is bound. */
export function deriveBytes(key: KeyObject, salt: string, purpose: Purpose): Buffer {
  return hkdfSha256(key, Buffer.from(salt, "utf8"), Buffer.from(infoOf(purpose), "utf8"), KEY_BYTES);
}

/** The same as a key object, which prints and serialises as nothing. */
export function deriveKey(key: KeyObject, salt: string, purpose: Purpose): KeyObject {
  return createSecretKey(deriveBytes(key, salt, purpose));
}
