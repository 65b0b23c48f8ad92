import { createSecretKey, generateKeySync, type KeyObject } from "node:crypto";
import { type Binding, openBytes, sealBytes } from "./aead";
import { deriveKey, KEY_BYTES } from "./hkdf";
import { sealBroken } from "./seal-broken";

export interface ProjectKeyRef {
  readonly projectId: string;
  readonly keyId: string;
}

/** A new random 256-bit key. */
export function newKey(): KeyObject {
  return generateKeySync("aes", { length: KEY_BYTES * 8 });
}

/** Wraps a project key under the wrapping key of that project, bound to project and key id. */
export function wrapProjectKey(masterKey: KeyObject, ref: ProjectKeyRef, projectKey: KeyObject): string {
  return sealBytes(deriveKey(masterKey, ref.projectId, "wrap"), projectBinding(ref), projectKey.export());
}

/** Undoes `wrapProjectKey`. Throws AppError sealBroken under another master key, project or key id. */
export function unwrapProjectKey(masterKey: KeyObject, ref: ProjectKeyRef, wrapped: string): KeyObject {
  return keyOf(openBytes(deriveKey(masterKey, ref.projectId, "wrap"), projectBinding(ref), wrapped));
}

/** Wraps the instance key under the master key, bound to its id. */
export function wrapInstanceKey(masterKey: KeyObject, keyId: string, instanceKey: KeyObject): string {
  return sealBytes(deriveKey(masterKey, keyId, "instance"), instanceBinding(keyId), instanceKey.export());
}

/** Undoes `wrapInstanceKey`. Throws AppError sealBroken under another master key or id. */
export function unwrapInstanceKey(masterKey: KeyObject, keyId: string, wrapped: string): KeyObject {
  return keyOf(openBytes(deriveKey(masterKey, keyId, "instance"), instanceBinding(keyId), wrapped));
}

function projectBinding(ref: ProjectKeyRef): Binding {
  return { purpose: "wrap", ids: [ref.projectId, ref.keyId] };
}

function instanceBinding(keyId: string): Binding {
  return { purpose: "instance", ids: [keyId] };
}

function keyOf(bytes: Buffer): KeyObject {
  if (bytes.length !== KEY_BYTES) throw sealBroken();
  return createSecretKey(bytes);
}
