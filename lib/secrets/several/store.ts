import type { Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { sqlOn } from "@/lib/db/sql";
import { intact } from "@/lib/seals/seals";
import type { SealedRow } from "@/lib/seals/tables";

interface StoredVersion extends SealedRow<"secret_versions"> {
  readonly value: string;
  readonly projectKeyId: string;
}

/** The current versions of secrets by the ids of these, as they are stored; those left out are not as the program wrote them. */
export async function findCurrent(
  { pool, seals }: Pick<Ctx, "pool" | "seals">,
  permits: readonly Permit<"secret.copy">[],
): Promise<ReadonlyMap<string, StoredVersion>> {
  const ids = permits.map(({ secret }) => secret.id);
  const numbers = permits.map(({ secret }) => secret.currentVersion);
  const rows = await sqlOn(pool)<StoredVersion>`
    SELECT v.id, v.secret_id AS "secretId", v.number, v.fingerprint, v.created_at AS "createdAt", v.seal, v.value,
      v.project_key_id AS "projectKeyId"
    FROM unnest(${ids}::uuid[], ${numbers}::int[]) AS g (id, number)
      JOIN secret_versions v ON v.secret_id = g.id AND v.number = g.number`;
  const found = rows.flatMap((row) => intact(seals, "secret_versions", row) ?? []);
  return new Map(found.map((row) => [row.secretId, row]));
}

/** What the values of secrets equal in other environments: secrets that have none are left out. */
export async function findGroups(
  { pool }: Pick<Ctx, "pool">,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await sqlOn(pool)<{ id: string; valueGroup: string }>`
    SELECT id, value_group AS "valueGroup" FROM secrets WHERE id = ANY(${ids}::uuid[]) AND value_group <> ''`;
  return new Map(rows.map(({ id, valueGroup }) => [id, valueGroup]));
}

/** Which of these secrets something refers to, so that they cannot be deleted: the tables whose keys refuse that. */
export async function findUsed(
  { pool }: Pick<Ctx, "pool">,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await sqlOn(pool)<{ id: string }>`
    SELECT secret_id AS id FROM shared_mappings WHERE secret_id = ANY(${ids}::uuid[])
    UNION SELECT secret_id FROM allowlist_references WHERE secret_id = ANY(${ids}::uuid[])
    UNION SELECT secret_id FROM key_pool_members WHERE secret_id = ANY(${ids}::uuid[])
    UNION SELECT credential_id FROM rotation_policies WHERE credential_id = ANY(${ids}::uuid[])
    UNION SELECT credential_id FROM lease_sources WHERE credential_id = ANY(${ids}::uuid[])
    UNION SELECT credential_id FROM external_managers WHERE credential_id = ANY(${ids}::uuid[])
    UNION SELECT credential_id FROM connections WHERE credential_id = ANY(${ids}::uuid[])
    UNION SELECT secret_id FROM triggers WHERE secret_id = ANY(${ids}::uuid[])
    UNION SELECT rotated_id FROM triggers WHERE rotated_id = ANY(${ids}::uuid[])`;
  return new Set(rows.map(({ id }) => id));
}
