import type { Tx } from "@/lib/db/client";
import { sqlIn } from "@/lib/db/sql";
import type { RowSeals } from "@/lib/seals/seals";
import type { SealedRow } from "@/lib/seals/tables";

/** Ends the memberships that a person has by a claim, but for those in groups of these slugs. Says which ended. */
export async function deleteOtherClaimed(
  tx: Tx,
  userId: string,
  slugs: readonly string[],
): Promise<readonly string[]> {
  const rows = await sqlIn(tx)<{ readonly slug: string }>`
    DELETE FROM group_members m USING groups r
    WHERE m.user_id = ${userId}::uuid AND m.source = 'claim' AND r.id = m.group_id AND r.slug <> ALL(${slugs}::text[])
    RETURNING r.slug`;
  return rows.map(({ slug }) => slug).sort();
}

/** The groups of these slugs that are as the program wrote them; none is deleted until the commit. */
export async function holdGroups(
  tx: Tx,
  seals: RowSeals,
  slugs: readonly string[],
): Promise<readonly SealedRow<"groups">[]> {
  const rows = await sqlIn(tx)<SealedRow<"groups">>`
    SELECT id, slug, seal FROM groups WHERE slug = ANY(${slugs}::text[]) ORDER BY slug FOR KEY SHARE`;
  return rows.filter((row) => seals.isIntact("groups", row));
}

/** False when the person is in the group already, by whatever. */
export async function insertClaimed(
  tx: Tx,
  seals: RowSeals,
  { groupId, userId }: { readonly groupId: string; readonly userId: string },
  stamp: { readonly createdAt: Date; readonly createdBy: string },
): Promise<boolean> {
  const member = { groupId, userId, source: "claim" };
  const data = { ...member, ...stamp, seal: seals.of("group_members", member) };
  return (await tx.groupMember.createMany({ data, skipDuplicates: true })).count === 1;
}
