import { deriveBytes, type InstancePurpose } from "@/lib/crypto/hkdf";
import type { MasterKeys } from "@/lib/crypto/master-key";
import { newKey, wrapInstanceKey, wrapProjectKey } from "@/lib/crypto/wrapping";
import type { Db, Pool, Tx } from "@/lib/db/client";
import { type Sql, sqlIn, sqlOn } from "@/lib/db/sql";
import { inTransaction } from "@/lib/db/transaction";
import { AppError } from "@/lib/platform/app-error";
import { isId, newId } from "@/lib/platform/ids";
import { markSealed, openInstanceKey } from "./instance-key";
import { type FindMasterKey, openHeldKeys } from "./master-key-finder";
import { openProjectKeys, type ProjectKeys, rotatedElsewhere } from "./project-keys";
import type { KeySource } from "./source";
import * as store from "./store";
import { wrongMasterKey } from "./wrong-master-key";

export type { VersionRef } from "@/lib/crypto/value";
export type { ProjectKeys, SealedValue } from "./project-keys";

export interface Keyring {
  /** Id of the master key that this database was under when the program started. */
  readonly masterKeyId: string;
  /** Where this instance has its master key from. */
  readonly source: KeySource;
  /** Ids of the master keys that this instance holds, with one that lies prepared beside a key file. */
  heldMasterKeyIds(): Promise<readonly string[]>;
  /** Whether no row of this database was sealed yet when it was opened: a version that did not do that made it. */
  readonly isUnsealed: boolean;
  /** 32 bytes for one purpose, the same on every instance and after a rotation of the master key. */
  derive(purpose: InstancePurpose): Buffer;
  /**
   * The keys of a project, kept for a minute, or until one of `sealedBy` is not among them: the ids of the keys that sealed what is to
   * be opened. Throws AppError notFound, sealBroken, or unavailable.
   */
  project(projectId: string, sealedBy?: readonly (string | null)[]): Promise<ProjectKeys>;
  /** Makes a key of a project and answers with its id: the first in the transaction that makes the project, others in that which replaces one. */
  createProjectKey(tx: Tx, projectId: string, now: Date): Promise<string>;
  /** Notes that every row is sealed, in the transaction that does it. False when that was done before. */
  markSealed(tx: Tx): Promise<boolean>;
}

export interface KeyringOptions {
  readonly db: Db;
  readonly pool: Pool;
  readonly masterKeys: MasterKeys;
  readonly now: () => Date;
  /** A setting unless told. */
  readonly source?: KeySource;
  /** Reads the master keys again, for when another process rotated the key file. */
  readonly reload?: () => Promise<MasterKeys>;
}

/**
 * Opens the keys of this database. A new database is put under the current master key; one that needs another is left
 * untouched and an Error says in one line which key it needs.
 */
export async function openKeyring(options: KeyringOptions): Promise<Keyring> {
  const { pool, masterKeys } = options;
  const masterKeyId = (await store.activeMasterKeyId(sqlOn(pool))) ?? (await registerFirstKey(options));
  if (!isProvided(masterKeys, masterKeyId)) throw new Error(wrongMasterKey(masterKeyId, masterKeys));
  const source = options.source ?? "setting";
  // A command may ask a key server: not every few seconds.
  const held = openHeldKeys(masterKeys, options.reload, source === "ownFile" || source === "namedFile");
  const findMasterKey = held.find;
  const { key: instanceKey, isUnsealed } = await openInstanceKey(pool, masterKeys, findMasterKey);
  const projects = openProjects((projectId, known) => loadProject(pool, findMasterKey, projectId, known));
  const derived = new Map<InstancePurpose, Buffer>();
  return {
    masterKeyId,
    source,
    heldMasterKeyIds: held.ids,
    isUnsealed,
    derive: (purpose) => {
      const bytes = derived.get(purpose) ?? deriveBytes(instanceKey, "", purpose);
      derived.set(purpose, bytes);
      return bytes;
    },
    project: projects,
    createProjectKey: (tx, projectId, now) => createProjectKey(findMasterKey, tx, projectId, now),
    markSealed: (tx) => markSealed(tx, findMasterKey),
  };
}

/** Two instances may start together on a new database: the lock lets one register, the other sees what it did. */
function registerFirstKey({ db, masterKeys, now }: KeyringOptions): Promise<string> {
  const { current } = masterKeys;
  return inTransaction({ db }, async (tx) => {
    const sql = sqlIn(tx);
    await store.lockMasterKeys(sql);
    const registered = await store.activeMasterKeyId(sql);
    if (registered) return registered;
    const id = newId(now());
    await store.insertMasterKey(sql, current.id, now());
    const wrapped = wrapInstanceKey(current.key, id, newKey());
    await store.insertInstanceKey(sql, { id, wrapped, masterKeyId: current.id }, now());
    return current.id;
  });
}

function isProvided({ current, previous }: MasterKeys, id: string): boolean {
  return current.id === id || previous?.id === id;
}

/** For so long an instance may seal under a key that another one has replaced. */
export const PROJECT_KEYS_KEPT_MS = 60_000;

interface KeptProject {
  readonly keys: Promise<ProjectKeys>;
  readonly until: number;
}

/** Keeps what was loaded; forgets a failure, so that the next request tries again. */
function openProjects(
  load: (projectId: string, known: ProjectKeys | null) => Promise<ProjectKeys>,
): Keyring["project"] {
  const kept = new Map<string, KeptProject>();
  const reload = (projectId: string, known: ProjectKeys | null) => {
    const keys = load(projectId, known);
    const entry = { keys, until: performance.now() + PROJECT_KEYS_KEPT_MS };
    kept.set(projectId, entry);
    keys.catch(() => kept.get(projectId) === entry && kept.delete(projectId));
    return keys;
  };
  return async (projectId, sealedBy = []) => {
    const known = kept.get(projectId);
    if (!known) return reload(projectId, null);
    const keys = await known.keys;
    const isMissing = sealedBy.some((id) => id !== null && !keys.keyIds.has(id));
    if (!isMissing && performance.now() < known.until) return keys;
    // Whoever came before has asked already.
    const newer = kept.get(projectId);
    return newer && newer !== known ? newer.keys : reload(projectId, keys);
  };
}

async function loadProject(
  pool: Pool,
  findMasterKey: FindMasterKey,
  projectId: string,
  known: ProjectKeys | null,
): Promise<ProjectKeys> {
  if (!isId(projectId)) throw new AppError("notFound", "This project does not exist.");
  const rows = await store.projectKeys(sqlOn(pool), projectId);
  return known && isStillRight(known, rows) ? known : openProjectKeys(rows, findMasterKey);
}

/** A rotation of the master key only wraps them anew. */
function isStillRight({ activeKeyId, keyIds }: ProjectKeys, rows: readonly store.ProjectKeyRow[]): boolean {
  return (
    rows.length === keyIds.size &&
    rows.every(({ id, isActive }) => keyIds.has(id) && isActive === (id === activeKeyId))
  );
}

/** Wraps under the master key that the database is under now, and holds that one until the transaction ends. */
async function createProjectKey(
  findMasterKey: FindMasterKey,
  tx: Tx,
  projectId: string,
  now: Date,
): Promise<string> {
  const sql = sqlIn(tx);
  const masterKey = await findMasterKey(await heldMasterKeyId(sql));
  if (!masterKey) throw rotatedElsewhere();
  const id = newId(now);
  const wrapped = wrapProjectKey(masterKey.key, { projectId, keyId: id }, newKey());
  await store.insertProjectKey(
    sql,
    { id, projectId, wrapped, masterKeyId: masterKey.id, isActive: true },
    now,
  );
  return id;
}

/** Asks twice: the first statement may wait for a rotation, and what it made is visible to the second alone. */
async function heldMasterKeyId(sql: Sql): Promise<string> {
  return (await store.heldMasterKeyId(sql)) ?? (await store.heldMasterKeyId(sql)) ?? "";
}
