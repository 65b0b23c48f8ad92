import type { KeyObject } from "node:crypto";
import { type Binding, openBytes, sealBytes } from "./aead";
import { deriveKey } from "./hkdf";

/** What the program keeps sealed of what it made or was given itself, by kinds of rows. */
export type OwnedPurpose = "ssh-authority" | "connection" | "trigger-delivery";

/** The immutable ids of such a row. */
export interface OwnedRef {
  readonly purpose: OwnedPurpose;
  readonly projectId: string;
  readonly rowId: string;
}

/** Seals what a row keeps under a key of its own, derived from the project key and the row's id, bound to purpose and ids. */
export function sealOwned(projectKey: KeyObject, ref: OwnedRef, bytes: Buffer): string {
  return sealBytes(deriveKey(projectKey, ref.rowId, ref.purpose), bindingOf(ref), bytes);
}

/** Opens it where it belongs. Throws AppError sealBroken if it was damaged or moved. */
export function openOwned(projectKey: KeyObject, ref: OwnedRef, sealed: string): Buffer {
  return openBytes(deriveKey(projectKey, ref.rowId, ref.purpose), bindingOf(ref), sealed);
}

function bindingOf({ purpose, projectId, rowId }: OwnedRef): Binding {
  return { purpose, ids: [projectId, rowId] };
}
