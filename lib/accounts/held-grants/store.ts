import type { Role } from "@/lib/authorization/actor";
import { CAPABILITIES, type Capability, type HeldGrant } from "@/lib/authorization/capability";
import type { Sql } from "@/lib/db/sql";
import { foldName } from "@/lib/names/model";
import type { RowSeals } from "@/lib/seals/seals";
import type { SealedRow } from "@/lib/seals/tables";

type Grant = SealedRow<"grants"> & { readonly capability: Capability };

type Found = SealedRow<"grants"> & {
  readonly memberSeal: Uint8Array | null;
  readonly groupSlug: string | null;
  readonly groupSeal: Uint8Array | null;
};

/**
 * What a person was granted and has not ended, alone or through a group, as far as the program wrote it. Nothing for other
 * roles than Member, which go by the policy.
 */
export async function grantsOf(
  { sql, seals, now }: { readonly sql: Sql; readonly seals: RowSeals; readonly now: Date },
  { id: userId, role }: { readonly id: string; readonly role: Role },
): Promise<readonly HeldGrant[]> {
  if (role !== "member") return [];
  const rows = await sql<Found>`
    SELECT g.id, g.user_id AS "userId", g.group_id AS "groupId", g.project_id AS "projectId",
      g.environment_id AS "environmentId", g.secret_id AS "secretId", g.name_prefix AS "namePrefix", g.capability,
      g.expires_at AS "expiresAt", g.seal, m.seal AS "memberSeal", r.slug AS "groupSlug", r.seal AS "groupSeal"
    FROM (
      SELECT id, NULL::uuid AS member_of FROM grants WHERE user_id = ${userId}::uuid
      UNION ALL
      SELECT o.id, m.group_id FROM group_members m JOIN grants o ON o.group_id = m.group_id
      WHERE m.user_id = ${userId}::uuid) held
    JOIN grants g ON g.id = held.id
    LEFT JOIN group_members m ON m.group_id = held.member_of AND m.user_id = ${userId}::uuid
    LEFT JOIN groups r ON r.id = held.member_of
    WHERE g.expires_at IS NULL OR g.expires_at > ${now}`;
  return rows
    .filter((row): row is Found & Grant => isHeld(seals, userId, row))
    .map(({ projectId, environmentId, secretId, namePrefix, capability }) => ({
      ...{ projectId, environmentId, secretId, capability },
      namePrefix: namePrefix === null ? null : foldName(namePrefix),
    }));
}

function isHeld(
  seals: RowSeals,
  userId: string,
  { memberSeal, groupSlug, groupSeal, ...grant }: Found,
): boolean {
  if (!CAPABILITIES.some((known) => known === grant.capability)) return false;
  if (!seals.isIntact("grants", grant)) return false;
  const { groupId } = grant;
  if (groupId === null) return true;
  return (
    memberSeal !== null &&
    groupSlug !== null &&
    groupSeal !== null &&
    seals.isIntact("group_members", { groupId, userId, seal: memberSeal }) &&
    seals.isIntact("groups", { id: groupId, slug: groupSlug, seal: groupSeal })
  );
}
