import type { Db, Pool, Tx } from "@/lib/db/client";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import type { RowSeals } from "@/lib/seals/seals";
import { GROUPS_MAX } from "./model";

export interface GroupRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

/** A group as the program wrote it, or null. */
export async function findGroup(db: Db | Tx, seals: RowSeals, slug: string): Promise<GroupRow | null> {
  const row = await db.group.findUnique({
    where: { slug },
    select: { id: true, slug: true, name: true, seal: true },
  });
  if (!row || !seals.isIntact("groups", row)) return null;
  return { id: row.id, slug: row.slug, name: row.name };
}

interface Stamp {
  readonly createdAt: Date;
  readonly createdBy: string;
}

/** Inserts a group. False, with nothing done, when there are as many as there may be. */
export async function insertGroup(tx: Tx, seals: RowSeals, group: GroupRow, stamp: Stamp): Promise<boolean> {
  if ((await tx.group.count()) >= GROUPS_MAX) return false;
  await tx.group.create({ data: { ...group, ...stamp, seal: seals.of("groups", group) } });
  return true;
}

/** Deletes a group with its grants. Says how many members and grants it had; null when it is gone. */
export async function deleteGroup(
  tx: Tx,
  id: string,
): Promise<{ readonly members: number; readonly grants: number } | null> {
  const members = await tx.groupMember.count({ where: { groupId: id } });
  const grants = await tx.grant.count({ where: { groupId: id } });
  const { count } = await tx.group.deleteMany({ where: { id } });
  return count === 1 ? { members, grants } : null;
}

/** Makes a membership by an admin. False when the person is a member already. */
export async function insertMember(
  tx: Tx,
  seals: RowSeals,
  { groupId, userId }: { readonly groupId: string; readonly userId: string },
  { createdAt, createdBy }: Stamp,
): Promise<boolean> {
  const member = { groupId, userId, source: "admin" };
  const seal = seals.of("group_members", member);
  const data = { ...member, createdAt, createdBy, seal };
  return (await tx.groupMember.createMany({ data, skipDuplicates: true })).count === 1;
}

export async function deleteMember(
  tx: Tx,
  member: { readonly groupId: string; readonly userId: string },
): Promise<boolean> {
  return (await tx.groupMember.deleteMany({ where: member })).count === 1;
}

export interface ListedGroup extends GroupRow, Stamp {
  readonly members: number;
  readonly grants: number;
  readonly seal: Uint8Array;
}

/** All groups by slug, or those of one person, or the one of a slug. */
export async function listGroups(
  pool: Pool,
  seals: RowSeals,
  { slug = null, userId = null }: { readonly slug?: string | null; readonly userId?: string | null } = {},
): Promise<ListedGroup[]> {
  const rows = await sqlOn(pool)<ListedGroup>`
    SELECT r.id, r.slug, r.name, r.seal, r.created_at AS "createdAt", r.created_by AS "createdBy",
      (SELECT count(*)::int FROM group_members m WHERE m.group_id = r.id) AS members,
      (SELECT count(*)::int FROM grants g WHERE g.group_id = r.id) AS grants
    FROM groups r WHERE (${slug}::text IS NULL OR r.slug = ${slug}::text)
      AND (${userId}::uuid IS NULL OR r.id IN (SELECT group_id FROM group_members WHERE user_id = ${userId}::uuid))
    ORDER BY r.slug LIMIT ${GROUPS_MAX}::int`;
  return rows.filter((row) => seals.isIntact("groups", row));
}

export interface MemberRow extends Stamp {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly source: string;
}

/** One page of the members of a group by address, as far as the program wrote them: others leave a gap in their page. */
export async function listMembers(
  db: Db,
  seals: RowSeals,
  groupId: string,
  { after = null, limit }: { readonly after?: string | null | undefined; readonly limit: number },
): Promise<{ readonly items: readonly MemberRow[]; readonly next: string | null }> {
  const rows = await sqlIn(db)<MemberRow & { readonly seal: Uint8Array }>`
    SELECT u.id, u.email, u.name, m.source, m.created_at AS "createdAt", m.created_by AS "createdBy", m.seal
    FROM group_members m JOIN users u ON u.id = m.user_id
    WHERE m.group_id = ${groupId}::uuid AND (${after}::text IS NULL OR u.email > ${after}::text)
    ORDER BY u.email LIMIT ${limit + 1}::int`;
  const page = rows.slice(0, limit);
  return {
    items: page
      .filter(({ id: userId, source, seal }) =>
        seals.isIntact("group_members", { groupId, userId, source, seal }),
      )
      .map(({ seal: _seal, ...row }) => row),
    next: rows.length > limit ? (page.at(-1)?.email ?? null) : null,
  };
}
