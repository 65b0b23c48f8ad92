import type { Grant } from "@/lib/authorization/grant";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";

/** What is stored of one version. Only with proof that it may be opened. */
export async function findSealed(
  pool: Pool,
  grant: Grant<"secret.restore">,
  number: number,
): Promise<{ readonly id: string; readonly value: string; readonly projectKeyId: string } | null> {
  const [version] = await sqlOn(pool)<{ id: string; value: string; projectKeyId: string }>`
    SELECT id, value, project_key_id AS "projectKeyId" FROM secret_versions
    WHERE secret_id = ${grant.secret.id} AND number = ${number}`;
  return version ?? null;
}
