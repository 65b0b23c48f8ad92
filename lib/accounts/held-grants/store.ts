import type { Role } from "@/lib/authorization/actor";
import { CAPABILITIES, type Capability, type HeldGrant } from "@/lib/authorization/capability";
import { type Sql, templateOf } from "@/lib/db/sql";
import { foldName } from "@/lib/names/model";
import type { RowSeals } from "@/lib/seals/seals";
import type { SealedRow } from "@/lib/seals/tables";

type Grant = SealedRow<"grants"> & { readonly capability: Capability };

type Found = SealedRow<"grants"> & {
  readonly memberSource: string | null;
  readonly memberSeal: Uint8Array | null;
  readonly groupSlug: string | null;
  readonly groupSeal: Uint8Array | null;
};

/** Of a person at a time. The digest is over all that is read: one row more, less or otherwise makes another. */
const HELD = `
  WITH asked AS MATERIALIZED (SELECT $1::uuid AS user_id, $2::timestamptz AS now), held AS (
    SELECT g, NULL::group_members AS m, NULL::groups AS r FROM grants g
    WHERE g.user_id = (SELECT user_id FROM asked)
      AND (g.expires_at IS NULL OR g.expires_at > (SELECT now FROM asked))
    UNION ALL
    SELECT g, m, r FROM group_members m JOIN groups r ON r.id = m.group_id JOIN grants g ON g.group_id = r.id
    WHERE m.user_id = (SELECT user_id FROM asked)
      AND (g.expires_at IS NULL OR g.expires_at > (SELECT now FROM asked))
  ), digest AS (
    SELECT encode(sha256(string_agg(
      record_send(g) || coalesce(record_send(m), '') || coalesce(record_send(r), ''), '' ORDER BY (g).id, (m).group_id)
    ), 'hex') AS digest FROM held)`;
const DIGEST = templateOf(`${HELD} SELECT digest FROM digest`);
const ROWS = templateOf(`${HELD}
  SELECT digest, (g).id, (g).user_id AS "userId", (g).group_id AS "groupId", (g).project_id AS "projectId",
    (g).environment_id AS "environmentId", (g).secret_id AS "secretId", (g).name_prefix AS "namePrefix",
    (g).capability, (g).expires_at AS "expiresAt", (g).seal, (m).source AS "memberSource", (m).seal AS "memberSeal",
    (r).slug AS "groupSlug", (r).seal AS "groupSeal"
  FROM held, digest`);

interface Verified {
  readonly digest: string;
  readonly grants: readonly HeldGrant[];
}

/** What was verified last, by person: checking the seals of thousands of rows takes longer than reading them. */
const verifiedBy = new WeakMap<RowSeals, Map<string, Verified>>();
/** Grants that are remembered, of all people together. */
const REMEMBERED_MAX = 100_000;

/**
 * What a person was granted and has not ended, alone or through a group, as far as the program wrote it. Nothing for other
 * roles than Member, which go by the policy.
 */
export async function grantsOf(
  { sql, seals, now }: { readonly sql: Sql; readonly seals: RowSeals; readonly now: Date },
  { id: userId, role }: { readonly id: string; readonly role: Role },
): Promise<readonly HeldGrant[]> {
  if (role !== "member") return [];
  const verified = verifiedBy.get(seals) ?? new Map<string, Verified>();
  verifiedBy.set(seals, verified);
  const [current] = await sql<{ digest: string | null }>(DIGEST, userId, now);
  if (!current?.digest) return [];
  const known = verified.get(userId);
  if (known?.digest === current.digest) return known.grants;
  // With a digest of the same moment as the rows.
  const rows = await sql<Found & { readonly digest: string }>(ROWS, userId, now);
  const grants = rows.filter((row): row is typeof row & Grant => isHeld(seals, userId, row)).map(heldOf);
  const [first] = rows;
  if (first) remember(verified, userId, { digest: first.digest, grants });
  return grants;
}

function remember(verified: Map<string, Verified>, userId: string, one: Verified): void {
  verified.delete(userId);
  verified.set(userId, one);
  let count = [...verified.values()].reduce((sum, { grants }) => sum + grants.length, 0);
  for (const [oldest, { grants }] of verified) {
    if (count <= REMEMBERED_MAX) return;
    verified.delete(oldest);
    count -= grants.length;
  }
}

function heldOf({ projectId, environmentId, secretId, namePrefix, capability }: Grant): HeldGrant {
  return {
    ...{ projectId, environmentId, secretId, capability },
    namePrefix: namePrefix === null ? null : foldName(namePrefix),
  };
}

function isHeld(
  seals: RowSeals,
  userId: string,
  { memberSource, memberSeal, groupSlug, groupSeal, ...grant }: Found,
): boolean {
  if (!CAPABILITIES.some((known) => known === grant.capability)) return false;
  if (!seals.isIntact("grants", grant)) return false;
  const { groupId } = grant;
  if (groupId === null) return true;
  return (
    memberSource !== null &&
    memberSeal !== null &&
    groupSlug !== null &&
    groupSeal !== null &&
    seals.isIntact("group_members", { groupId, userId, source: memberSource, seal: memberSeal }) &&
    seals.isIntact("groups", { id: groupId, slug: groupSlug, seal: groupSeal })
  );
}
