import type { Actor } from "@/lib/authorization/actor";
import { canSee } from "@/lib/authorization/visibility";
import { isNameIntact } from "@/lib/names/intact";
import type { RowSeals } from "@/lib/seals/seals";
import { type MemberCounts, NO_COUNTS, type Pool, type PoolMember, stateOf } from "./model";
import { nameOf, type StoredMember, type StoredPool } from "./rows";

interface Reader {
  readonly actor: Actor;
  readonly seals: RowSeals;
  readonly now: () => Date;
}

/** A pool as its reader may see it: without the members that an API key could not see by itself. */
export function shownPool(
  reader: Reader,
  environmentId: string,
  pool: StoredPool,
  countsOf: (secretId: string) => MemberCounts | undefined,
): Pool {
  const { id, name, description, strategy, revision, updatedAt, updatedBy } = pool;
  return {
    ...{ id, name, description, strategy, revision, updatedBy },
    updatedAt: updatedAt.toISOString(),
    members: seenMembers(reader, pool).map((member) => ({
      ...shownMember(reader, environmentId, member),
      lastDay: countsOf(member.secretId) ?? NO_COUNTS,
    })),
  };
}

/** The members of a pool that its reader may know of. */
export function seenMembers({ actor }: Pick<Reader, "actor">, { members }: StoredPool): StoredMember[] {
  return members.filter(({ secretId: id, audience }) => canSee(actor, { id, audience }));
}

/** How a member is. */
export function shownMember(
  { seals, now }: Omit<Reader, "actor">,
  environmentId: string,
  member: StoredMember,
): Omit<PoolMember, "lastDay"> {
  const { currentVersion: version, weight, isOn, outUntil, refusedAt } = member;
  const isThere = isNameIntact(seals, environmentId, member);
  const state = isThere ? stateOf(member, now()) : "absent";
  return {
    ...{ name: isThere ? nameOf(member) : "", version, weight, isOn, state },
    outUntil: state === "limited" ? (outUntil?.toISOString() ?? null) : null,
    refusedAt: state === "refused" ? (refusedAt?.toISOString() ?? null) : null,
  };
}
