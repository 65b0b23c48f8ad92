import type { KeyObject } from "node:crypto";
import type { MasterKey } from "@/lib/crypto/master-key";
import { type OwnedRef, openOwned, sealOwned } from "@/lib/crypto/owned";
import type { Plaintext } from "@/lib/crypto/plaintext";
import { sealBroken } from "@/lib/crypto/seal-broken";
import { type AnswerRef, openStoredResponse, sealStoredResponse } from "@/lib/crypto/stored-response";
import {
  fingerprintValue,
  groupKey,
  groupOf,
  openVersion,
  partHash,
  sealValue,
  type VersionRef,
  versionKey,
} from "@/lib/crypto/value";
import { unwrapProjectKey } from "@/lib/crypto/wrapping";
import { AppError } from "@/lib/platform/app-error";
import type { FindMasterKey } from "./master-key-finder";
import type { ProjectKeyRow } from "./store";

/** Shorter values are few enough to be guessed one by one, so nothing is ever compared with them. */
export const COMPARED_BYTES_MIN = 8;

export interface SealedValue {
  /** `base64(iv):base64(ciphertext):base64(tag)` */
  readonly value: string;
  readonly projectKeyId: string;
  /** Equal only for equal values of one secret. Null for a value that is too short to be compared. */
  readonly fingerprint: string | null;
  /** The same by the keys that are being replaced: values of the secret may still have those. */
  readonly earlierFingerprints?: readonly string[];
}

/** The opened keys of one project. */
export interface ProjectKeys {
  readonly activeKeyId: string;
  /** Of the active key and of those that it replaces. */
  readonly keyIds: ReadonlySet<string>;
  /** Seals under the active key. */
  seal(ref: VersionRef, plaintext: Plaintext): SealedValue;
  /**
   * Equal only for equal values of one environment variable, in all environments of the project. Empty for a value that is too
   * short to be compared.
   */
  groupOf(variable: string, plaintext: Plaintext): string;
  /** Keyed hashes of parts of a secret's values. */
  partHash(secretId: string): (text: string) => string;
  /** Opens with the key that sealed it, active or not. Throws AppError sealBroken. */
  open(ref: VersionRef, sealed: Pick<SealedValue, "value" | "projectKeyId">): Plaintext;
  /** Seals under the active key what an outside endpoint answered. */
  sealAnswer(ref: AnswerRef, bytes: Buffer): SealedAnswer;
  /** Opens that again. Throws AppError sealBroken. */
  openAnswer(ref: AnswerRef, sealed: SealedAnswer): Buffer;
  /** Seals under the active key what a row of the program's own keeps. */
  sealOwned(ref: OwnedRef, bytes: Buffer): SealedAnswer;
  /** Opens that again. Throws AppError sealBroken. */
  openOwned(ref: OwnedRef, sealed: SealedAnswer): Buffer;
}

export type SealedAnswer = Pick<SealedValue, "value" | "projectKeyId">;

/** Unwraps the keys of one project. */
export async function openProjectKeys(
  rows: readonly ProjectKeyRow[],
  findMasterKey: FindMasterKey,
): Promise<ProjectKeys> {
  const keys = new Map<string, KeyObject>();
  const opened = openedKeys();
  for (const row of rows) keys.set(row.id, unwrap(row, await findMasterKey(row.masterKeyId)));
  const active = rows.find((row) => row.isActive);
  const activeKey = active && keys.get(active.id);
  if (!active || !activeKey) throw new AppError("notFound", "This project does not exist.");
  const keyOf = ({ projectKeyId }: SealedAnswer): KeyObject => {
    const key = keys.get(projectKeyId);
    if (key) return key;
    throw sealBroken();
  };
  const ofGroups = groupKey(activeKey, active.projectId);
  const earlierKeys = [...keys].flatMap(([id, key]) => (id === active.id ? [] : [key]));
  return {
    activeKeyId: active.id,
    keyIds: new Set(keys.keys()),
    seal: (ref, plaintext) => {
      const fingerprintBy = (key: KeyObject) => fingerprintValue(key, ref.secretId, plaintext);
      const isCompared = isComparable(plaintext);
      return {
        value: sealValue(activeKey, ref, plaintext),
        projectKeyId: active.id,
        fingerprint: isCompared ? fingerprintBy(activeKey) : null,
        ...(isCompared && earlierKeys.length > 0 && { earlierFingerprints: earlierKeys.map(fingerprintBy) }),
      };
    },
    groupOf: (variable, plaintext) => (isComparable(plaintext) ? groupOf(ofGroups, variable, plaintext) : ""),
    partHash: (secretId) => partHash(activeKey, secretId),
    open: (ref, sealed) => {
      const key = opened(keyOf(sealed), sealed.projectKeyId, ref.versionId);
      return openVersion(key, ref, sealed.value);
    },
    sealAnswer: (ref, bytes) => ({
      value: sealStoredResponse(activeKey, ref, bytes),
      projectKeyId: active.id,
    }),
    openAnswer: (ref, sealed) => openStoredResponse(keyOf(sealed), ref, sealed.value),
    sealOwned: (ref, bytes) => ({ value: sealOwned(activeKey, ref, bytes), projectKeyId: active.id }),
    openOwned: (ref, sealed) => openOwned(keyOf(sealed), ref, sealed.value),
  };
}

function isComparable(plaintext: Plaintext): boolean {
  return plaintext.bytes().length >= COMPARED_BYTES_MIN;
}

/** How many keys of versions a project keeps at hand. */
const OPENED_MAX = 1_000;

/**
 * Derives the keys of versions and keeps the last of them: what is read is mostly what was read before. Beside the
 * project key, which opens all of them, they give nothing more to find in memory.
 */
function openedKeys(): (projectKey: KeyObject, projectKeyId: string, versionId: string) => KeyObject {
  const kept = new Map<string, KeyObject>();
  return (projectKey, projectKeyId, versionId) => {
    const id = `${projectKeyId}/${versionId}`;
    const known = kept.get(id);
    if (known) return known;
    const key = versionKey(projectKey, versionId);
    const [oldest] = kept.size >= OPENED_MAX ? kept.keys() : [];
    if (oldest !== undefined) kept.delete(oldest);
    kept.set(id, key);
    return key;
  };
}

/** Says that the master key was rotated by another instance, and this one was not given the new key. */
export function rotatedElsewhere(): AppError {
  return new AppError("unavailable", "The master key was changed. Restart this instance with the new key.");
}

function unwrap(row: ProjectKeyRow, masterKey: MasterKey | null): KeyObject {
  if (!masterKey) throw rotatedElsewhere();
  return unwrapProjectKey(masterKey.key, { projectId: row.projectId, keyId: row.id }, row.wrapped);
}
