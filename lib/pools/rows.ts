import type { SecretRow } from "@/lib/authorization/permit";
import type { NameColumns } from "@/lib/names/intact";
import type { RowSeals } from "@/lib/seals/seals";
import type { Availability, Strategy } from "./model";

/** A member of a pool, as it is stored. */
export interface StoredMember extends NameColumns, Availability {
  readonly audience: SecretRow["audience"];
  readonly currentVersion: number;
  readonly weight: number;
  readonly refusedAt: Date | null;
  /** The project whose key opens it. */
  readonly projectId: string;
  readonly projectKeyId: string;
  /** Whether its value lives in an external manager; not asked for where none is given out. */
  readonly isExternal?: boolean;
  /** Sealed; null where it was not asked for, or is too large to be read for every member. */
  readonly value: string | null;
  /** How often it was taken in this hour, as far as that is written; for `leastUsed`. */
  readonly takenThisHour: number;
}

/** A pool, as it is stored. */
export interface StoredPool {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly strategy: Strategy;
  readonly revision: number;
  readonly updatedAt: Date;
  readonly updatedBy: string;
  readonly members: readonly StoredMember[];
}

/** A pool with one of its members, as they are read together. */
export interface PoolRow extends StoredMember {
  readonly poolId: string;
  readonly environmentId: string;
  readonly poolName: string;
  readonly poolNameFolded: string;
  readonly strategy: Strategy;
  readonly poolSeal: Uint8Array;
  readonly description: string;
  readonly revision: number;
  readonly updatedAt: Date;
  readonly updatedBy: string;
  readonly memberSeal: Uint8Array;
}

/** The pools of rows in their order: those pools and members that are as the program wrote them. Names are checked by `nameOf`. */
export function poolsOf(seals: RowSeals, rows: readonly PoolRow[]): StoredPool[] {
  const byPool = new Map<string, PoolRow[]>();
  for (const row of rows) {
    const known = byPool.get(row.poolId);
    if (known) known.push(row);
    else byPool.set(row.poolId, [row]);
  }
  return [...byPool.values()].flatMap((ofPool) => poolOf(seals, ofPool) ?? []);
}

function poolOf(seals: RowSeals, rows: readonly PoolRow[]): StoredPool | null {
  const [first] = rows;
  if (!first) return null;
  const { poolId: id, environmentId, poolName: name, poolNameFolded: nameFolded, strategy } = first;
  if (!seals.isIntact("key_pools", { id, environmentId, name, nameFolded, strategy, seal: first.poolSeal }))
    return null;
  const { description, revision, updatedAt, updatedBy } = first;
  const members = rows.filter(({ poolId, secretId, weight, isOn, memberSeal: seal }) =>
    seals.isIntact("key_pool_members", { poolId, secretId, weight, isOn, seal }),
  );
  return { id, name, description, strategy, revision, updatedAt, updatedBy, members };
}

/** What a member is called in the environment of its pool. */
export function nameOf({ mappedName, secretName }: StoredMember): string {
  return mappedName ?? secretName;
}
