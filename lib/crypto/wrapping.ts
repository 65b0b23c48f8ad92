import { createSecretKey, generateKeySync, type KeyObject } from "node:crypto";
import { type Binding, openBytes, sealBytes } from "./aead";
import { deriveKey, KEY_BYTES } from "./hkdf";
import { sealBroken } from "./seal-broken";

const SEALED = "sealed-instance";

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

/**
 * Wraps the instance key of a database whose rows are sealed, under the master key and bound to its id. That it opens
 * says that every row was sealed: see `unwrapUnsealedInstanceKey`.
 */
export function wrapInstanceKey(masterKey: KeyObject, keyId: string, instanceKey: KeyObject): string {
  return sealBytes(
    deriveKey(masterKey, keyId, SEALED),
    { purpose: SEALED, ids: [keyId] },
    instanceKey.export(),
  );
}

/** Undoes `wrapInstanceKey`. Throws AppError sealBroken under another master key or id. */
export function unwrapInstanceKey(masterKey: KeyObject, keyId: string, wrapped: string): KeyObject {
  return keyOf(openBytes(deriveKey(masterKey, keyId, SEALED), { purpose: SEALED, ids: [keyId] }, wrapped));
}

/**
 * Opens an instance key as versions wrapped it that sealed no rows. Nothing is wrapped like this any more, so it opens
 * once: when such a database is first started with a version that does.
 */
export function unwrapUnsealedInstanceKey(masterKey: KeyObject, keyId: string, wrapped: string): KeyObject {
  const binding = { purpose: "instance", ids: [keyId] } as const;
  return keyOf(openBytes(deriveKey(masterKey, keyId, "instance"), binding, wrapped));
}

function projectBinding(ref: ProjectKeyRef): Binding {
  return { purpose: "wrap", ids: [ref.projectId, ref.keyId] };
}

function keyOf(bytes: Buffer): KeyObject {
  if (bytes.length !== KEY_BYTES) throw sealBroken();
  return createSecretKey(bytes);
}
