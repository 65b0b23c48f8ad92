import type { KeyObject } from "node:crypto";
import { type Binding, openBytes, sealBytes } from "./aead";
import { deriveKey } from "./hkdf";

/** The immutable ids that the stored response of an outside endpoint is bound to. */
export interface AnswerRef {
  readonly projectId: string;
  readonly endpointId: string;
  readonly answerId: string;
}

/** Seals an answer under a key of its own, derived from the project key and the answer's id, bound to all three ids. */
export function sealStoredResponse(projectKey: KeyObject, ref: AnswerRef, bytes: Buffer): string {
  return sealBytes(deriveKey(projectKey, ref.answerId, "answer"), bindingOf(ref), bytes);
}

/** Opens an answer where it belongs. Throws AppError sealBroken if it was damaged or moved. */
export function openStoredResponse(projectKey: KeyObject, ref: AnswerRef, sealed: string): Buffer {
  return openBytes(deriveKey(projectKey, ref.answerId, "answer"), bindingOf(ref), sealed);
}

function bindingOf(ref: AnswerRef): Binding {
  return { purpose: "answer", ids: [ref.projectId, ref.endpointId, ref.answerId] };
}
