import type { ChangePolicy } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { type Sql, sqlIn, sqlOn } from "@/lib/db/sql";
import type { RowSeals } from "@/lib/seals/seals";
import { lockSealed } from "@/lib/seals/store";
import type { SealedRow } from "@/lib/seals/tables";

export interface PolicyRow {
  readonly slug: string;
  readonly name: string;
  readonly changePolicy: ChangePolicy | null;
  readonly groupSlug: string | null;
  readonly groupName: string | null;
}

/** The policies of a project's environments, in the order shown. */
export async function listPolicies(
  { pool, seals }: Pick<Ctx, "pool" | "seals">,
  projectId: string,
): Promise<PolicyRow[]> {
  const rows = await sqlOn(pool)<PolicyRow & SealedRow<"environments">>`
    SELECT e.id, e.project_id AS "projectId", e.slug, e.name, e.change_policy AS "changePolicy", e.seal,
      g.slug AS "groupSlug", g.name AS "groupName"
    FROM environments e LEFT JOIN groups g ON g.id::text = e.change_policy->>'groupId'
    WHERE e.project_id = ${projectId}::uuid ORDER BY e.position, e.slug`;
  return rows.filter((row) => seals.isIntact("environments", row));
}

/** The slug of a group; null when it is gone. */
export async function findGroupSlug(sql: Sql, id: string): Promise<string | null> {
  const [row] = await sql<{ slug: string }>`SELECT slug FROM groups WHERE id = ${id}::uuid`;
  return row?.slug ?? null;
}

/** The id of the group of a slug; null when there is none as the program wrote it. */
export async function findGroupId(
  { pool, seals }: Pick<Ctx, "pool" | "seals">,
  slug: string,
): Promise<string | null> {
  const [row] = await sqlOn(pool)<
    SealedRow<"groups">
  >`SELECT id, slug, seal FROM groups WHERE slug = ${slug}`;
  return row && seals.isIntact("groups", row) ? row.id : null;
}

/** Writes the policy of an environment. False when it is not as the program wrote it. */
export async function updatePolicy(
  tx: Tx,
  seals: RowSeals,
  id: string,
  changePolicy: ChangePolicy | null,
): Promise<boolean> {
  const sealed = await lockSealed(tx, seals, "environments", { id });
  if (!sealed) return false;
  const seal = seals.of("environments", { ...sealed, changePolicy });
  await sqlIn(tx)`
    UPDATE environments SET change_policy = ${changePolicy && JSON.stringify(changePolicy)}::jsonb, seal = ${seal}
    WHERE id = ${id}::uuid`;
  return true;
}
