import { deriveBytes } from "@/lib/crypto/hkdf";
import { type MasterKey, shownKeyId } from "@/lib/crypto/master-key";
import { openValue } from "@/lib/crypto/value";
import { unwrapInstanceKey, unwrapProjectKey } from "@/lib/crypto/wrapping";
import { isAppError } from "@/lib/platform/app-error";
import type { BackupHeader } from "./model";

/**
 * Opens the instance key of a backup, and its sample of a stored value, with the master key at hand; returns the key of its HMAC.
 * Throws an Error of one line when it needs another master key, or when the keys in it do not open.
 */
export function openBackupKeys(header: BackupHeader, masterKeys: readonly MasterKey[]): Buffer {
  const { masterKeyId, instanceKey, sample } = header;
  const masterKey = masterKeys.find(({ id }) => id === masterKeyId);
  if (!masterKey) {
    const ids = [...new Set(masterKeys.map(({ id }) => shownKeyId(id)))];
    const atHand = ids.length === 1 ? `the one at hand is ${ids[0]}` : `those at hand are ${ids.join(", ")}`;
    throw new Error(
      `the backup needs master key ${shownKeyId(masterKeyId)}, and ${atHand}: nothing was changed`,
    );
  }
  try {
    if (sample) {
      const { projectId, secretId, versionId, keyId, wrapped, value } = sample;
      const projectKey = unwrapProjectKey(masterKey.key, { projectId, keyId }, wrapped);
      openValue(projectKey, { projectId, secretId, versionId }, value);
    }
    const opened = unwrapInstanceKey(masterKey.key, instanceKey.id, instanceKey.wrapped);
    return deriveBytes(opened, "", "backup");
  } catch (error) {
    if (!isAppError(error) || error.code !== "sealBroken") throw error;
    throw new Error("the keys in the backup do not open: it was altered in its head", { cause: error });
  }
}
