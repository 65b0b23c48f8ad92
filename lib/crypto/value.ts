import { createHmac, type KeyObject } from "node:crypto";
import { type Binding, openBytes, sealBytes } from "./aead";
import { deriveKey } from "./hkdf";
import { Plaintext } from "./plaintext";

/** The immutable ids that a sealed value is bound to. A rename changes none of them. */
export interface VersionRef {
  readonly projectId: string;
  readonly secretId: string;
  readonly versionId: string;
}

const FINGERPRINT_BYTES = 16;
const PART_BYTES = 6;

/**
 * Seals a value under a key of its own, derived from the project key and the version id, bound to project, secret and
 * version. Two seals of one value differ. Returns `base64(iv):base64(ciphertext):base64(tag)`.
 */
export function sealValue(projectKey: KeyObject, ref: VersionRef, plaintext: Plaintext): string {
  return sealBytes(versionKey(projectKey, ref.versionId), bindingOf(ref), plaintext.bytes());
}

/** Opens a value where it belongs. Throws AppError sealBroken if it was damaged or moved. */
export function openValue(projectKey: KeyObject, ref: VersionRef, sealed: string): Plaintext {
  return openVersion(versionKey(projectKey, ref.versionId), ref, sealed);
}

/** The key of one version, for `openVersion`: opens nothing that the project key does not open too. */
export function versionKey(projectKey: KeyObject, versionId: string): KeyObject {
  return deriveKey(projectKey, versionId, "value");
}

/** Opens a value with the key of its version. Throws AppError sealBroken if it was damaged or moved. */
export function openVersion(key: KeyObject, ref: VersionRef, sealed: string): Plaintext {
  return Plaintext.ofBytes(openBytes(key, bindingOf(ref), sealed));
}

/**
 * 32 hex digits (HMAC-SHA256 cut to 128 bits) that are equal for equal values of one secret under one project key and
 * tell nothing else: not across secrets, and not to whoever lacks the key.
 */
export function fingerprintValue(projectKey: KeyObject, secretId: string, plaintext: Plaintext): string {
  const digest = createHmac("sha256", deriveKey(projectKey, secretId, "fingerprint"))
    .update(plaintext.bytes())
    .digest();
  return digest.subarray(0, FINGERPRINT_BYTES).toString("hex");
}

/** The key that values of a project's environments are told equal by, for `groupOf`. It never leaves the server. */
export function groupKey(projectKey: KeyObject, projectId: string): KeyObject {
  return deriveKey(projectKey, projectId, "value-group");
}

/**
 * The same as a fingerprint for equal values of one environment variable in all environments of a project: not across names,
 * so that a value cannot be compared with another one by giving it that one's name.
 */
export function groupOf(key: KeyObject, variable: string, plaintext: Plaintext): string {
  const digest = createHmac("sha256", key).update(`${variable}\0`).update(plaintext.bytes()).digest();
  return digest.subarray(0, FINGERPRINT_BYTES).toString("hex");
}

/** 12 hex digits for a part of a value of one secret, such as a member of JSON: equal for equal parts. */
export function partHash(projectKey: KeyObject, secretId: string): (text: string) => string {
  const key = deriveKey(projectKey, secretId, "members");
  return (text) => createHmac("sha256", key).update(text).digest().subarray(0, PART_BYTES).toString("hex");
}

function bindingOf(ref: VersionRef): Binding {
  return { purpose: "value", ids: [ref.projectId, ref.secretId, ref.versionId] };
}
