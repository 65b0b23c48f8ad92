import type { KeyObject } from "node:crypto";
import type { MasterKeys } from "@/lib/crypto/master-key";
import { unwrapInstanceKey, unwrapUnsealedInstanceKey, wrapInstanceKey } from "@/lib/crypto/wrapping";
import type { Pool, Tx } from "@/lib/db/client";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import { isAppError } from "@/lib/platform/app-error";
import type { FindMasterKey } from "./master-key-finder";
import { rotatedElsewhere } from "./project-keys";
import * as store from "./store";
import { wrongMasterKey } from "./wrong-master-key";

export interface OpenedInstanceKey {
  readonly key: KeyObject;
  /** Whether it is wrapped as versions did that sealed no rows. */
  readonly isUnsealed: boolean;
}

/** Opens the instance key. Throws an Error of one line when it is gone or needs another master key, or sealBroken. */
export async function openInstanceKey(
  pool: Pool,
  masterKeys: MasterKeys,
  findMasterKey: FindMasterKey,
): Promise<OpenedInstanceKey> {
  const row = await store.instanceKey(sqlOn(pool));
  if (!row) throw lostKey();
  const masterKey = await findMasterKey(row.masterKeyId);
  if (!masterKey) throw new Error(wrongMasterKey(row.masterKeyId, masterKeys));
  return unwrap(masterKey.key, row);
}

/**
 * Wraps the instance key as the one of a database whose rows are all sealed; its row is taken until the commit. False,
 * with nothing done, when it is that already. From the commit on no row without its seal is ever sealed again.
 */
export async function markSealed(tx: Tx, findMasterKey: FindMasterKey): Promise<boolean> {
  const sql = sqlIn(tx);
  // In the order of a rotation, which this may meet.
  await store.heldMasterKeyId(sql);
  const row = await store.lockedInstanceKey(sql);
  if (!row) throw lostKey();
  const masterKey = await findMasterKey(row.masterKeyId);
  if (!masterKey) throw rotatedElsewhere();
  const { key, isUnsealed } = unwrap(masterKey.key, row);
  if (!isUnsealed) return false;
  await store.rewrapInstanceKey(sql, { ...row, wrapped: wrapInstanceKey(masterKey.key, row.id, key) });
  return true;
}

function unwrap(masterKey: KeyObject, { id, wrapped }: store.InstanceKeyRow): OpenedInstanceKey {
  try {
    return { key: unwrapInstanceKey(masterKey, id, wrapped), isUnsealed: false };
  } catch (error) {
    if (!isAppError(error) || error.code !== "sealBroken") throw error;
    return { key: unwrapUnsealedInstanceKey(masterKey, id, wrapped), isUnsealed: true };
  }
}

function lostKey(): Error {
  return new Error("this database lost its instance key; restore it from a backup");
}
