import type { Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { type Sql, sqlOn } from "@/lib/db/sql";
import { intact } from "@/lib/seals/seals";
import type { SealedRow } from "@/lib/seals/tables";
import type { RotationPolicy } from "../schema";

interface StoredPolicy extends SealedRow<"rotation_policies"> {
  readonly nextAt: Date | null;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

export interface PolicyRow extends RotationPolicy {
  readonly credentialId: string | null;
  readonly nextAt: Date | null;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

/** How a secret is rotated; null unless that is as the program wrote it. */
export async function findPolicy(
  { pool, seals }: Pick<Ctx, "pool" | "seals">,
  secretId: string,
): Promise<PolicyRow | null> {
  const [row] = await sqlOn(pool)<StoredPolicy>`
    SELECT secret_id AS "secretId", configuration, credential_id AS "credentialId", next_at AS "nextAt",
      updated_at AS "updatedAt", updated_by AS "updatedBy", seal
    FROM rotation_policies WHERE secret_id = ${secretId}::uuid`;
  const stored = intact(seals, "rotation_policies", row);
  if (!stored) return null;
  const { configuration, credentialId, nextAt, updatedAt, updatedBy } = stored;
  // Written by `savePolicy`, as the seal shows.
  return { ...(configuration as RotationPolicy), credentialId, nextAt, updatedAt, updatedBy };
}

/** Writes how a secret is rotated, in place of what was there. */
export async function savePolicy(
  sql: Sql,
  { seals }: Pick<Ctx, "seals">,
  { secret, environment }: Permit<"rotation.configure">,
  policy: RotationPolicy,
  rest: Pick<PolicyRow, "credentialId" | "nextAt" | "updatedAt" | "updatedBy">,
): Promise<void> {
  const { credentialId, nextAt, updatedAt, updatedBy } = rest;
  const row = { secretId: secret.id, configuration: policy, credentialId };
  const seal = seals.of("rotation_policies", row);
  await sql`
    INSERT INTO rotation_policies (secret_id, environment_id, configuration, credential_id, next_at, updated_at, updated_by, seal)
    VALUES (${secret.id}::uuid, ${environment.id}::uuid, ${JSON.stringify(policy)}::jsonb, ${credentialId}::uuid,
      ${nextAt}::timestamptz, ${updatedAt}::timestamptz, ${updatedBy}, ${seal}::bytea)
    ON CONFLICT (secret_id) DO UPDATE SET configuration = excluded.configuration, credential_id = excluded.credential_id,
      next_at = excluded.next_at, updated_at = excluded.updated_at, updated_by = excluded.updated_by, seal = excluded.seal`;
}

/** Returns whether there was one. */
export async function deletePolicy(sql: Sql, { secret }: Permit<"rotation.configure">): Promise<boolean> {
  const rows = await sql`DELETE FROM rotation_policies WHERE secret_id = ${secret.id}::uuid RETURNING true`;
  return rows.length > 0;
}

/** When the current value of a secret was stored. */
export async function valueStoredAt(
  sql: Sql,
  { secret }: Pick<Permit<"rotation.read">, "secret">,
): Promise<Date> {
  const [row] = await sql<{ at: Date }>`
    SELECT v.created_at AS at FROM secrets s JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
    WHERE s.id = ${secret.id}::uuid`;
  return row?.at ?? new Date(0);
}

/** The secrets that are rotated with another one, in order. */
export async function listRotatedWith(
  pool: Ctx["pool"],
  credentialId: string,
  limit: number,
): Promise<
  {
    readonly id: string;
    readonly environmentId: string;
    readonly projectId: string;
    readonly name: string;
    readonly audience: Permit<"secret.read">["secret"]["audience"];
  }[]
> {
  return sqlOn(pool)`
    SELECT s.id, s.environment_id AS "environmentId", e.project_id AS "projectId", s.name, s.audience::text AS audience
    FROM rotation_policies y JOIN secrets s ON s.id = y.secret_id JOIN environments e ON e.id = s.environment_id
    WHERE y.credential_id = ${credentialId}::uuid ORDER BY s.name_folded, s.id LIMIT ${limit}::int`;
}
