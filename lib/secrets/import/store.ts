import type { Permit, SecretRow } from "@/lib/authorization/permit";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";

/** What has a variable already. */
export interface Holder extends SecretRow {
  readonly variable: string;
  /** Whether it is the name of a shared secret; then `id` and `audience` are those of that secret. */
  readonly isMapping: boolean;
}

/** The secrets and shared names of the environment that have one of these variables, in one query. */
export function findHolders(
  pool: Pool,
  { environment }: Permit<"secret.create">,
  variables: readonly string[],
): Promise<Holder[]> {
  return sqlOn(pool)<Holder>`
    SELECT id, name, description, category, audience, current_version AS "currentVersion", revision, variable,
      false AS "isMapping"
    FROM secrets WHERE environment_id = ${environment.id} AND variable = ANY(${variables}::text[])
    UNION ALL
    SELECT s.id, m.name, s.description, s.category, s.audience, s.current_version, s.revision, m.variable, true
    FROM shared_mappings m JOIN secrets s ON s.id = m.secret_id
    WHERE m.environment_id = ${environment.id} AND m.variable = ANY(${variables}::text[])`;
}
