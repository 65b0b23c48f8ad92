import type { Visibility } from "@/lib/authorization/permit";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import type { Reach } from "@/lib/names/store";

/** What secrets are called now in the environments of a reach, by name, without those of other audiences. */
export async function findSecretNames(
  pool: Pool,
  { projectId, environmentId }: Reach,
  secretIds: readonly string[],
  audiences: Visibility["audiences"],
): Promise<readonly string[]> {
  const [row] = await sqlOn(pool)<{ names: string[] }>`
    SELECT secret_names(${secretIds}::uuid[], ${projectId}::uuid, ${environmentId}::uuid, ${audiences}::text[]) AS names`;
  return row?.names ?? [];
}
