import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";

/** The name that a secret has in an environment, where a policy of that environment may name it. */
export async function findCredentialName(
  pool: Pool,
  environmentId: string,
  credentialId: string,
): Promise<string | null> {
  const [row] = await sqlOn(pool)<{ name: string }>`
    SELECT coalesce(m.name, s.name) AS name FROM secrets s
      LEFT JOIN shared_mappings m ON m.secret_id = s.id AND m.environment_id = ${environmentId}::uuid
    WHERE s.id = ${credentialId}::uuid AND (s.environment_id = ${environmentId}::uuid OR m.id IS NOT NULL)
    ORDER BY m.name NULLS FIRST LIMIT 1`;
  return row?.name ?? null;
}

/** Where a secret is that is named from another environment: null when it is gone. */
export async function findScope(
  pool: Pool,
  secretId: string,
): Promise<{ readonly project: string; readonly environment: string } | null> {
  const [row] = await sqlOn(pool)<{ project: string; environment: string }>`
    SELECT p.slug AS project, e.slug AS environment FROM secrets s JOIN environments e ON e.id = s.environment_id
      JOIN projects p ON p.id = e.project_id
    WHERE s.id = ${secretId}::uuid`;
  return row ?? null;
}
