import type { Permit, SecretRow } from "@/lib/authorization/permit";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";

/** What has a variable already. */
export interface Holder extends SecretRow {
  readonly variable: string;
  /** Whether it is the name of a shared secret; then `id` and `audience` are those of that secret. */
  readonly isMapping: boolean;
  /** Whether its value lives in an external manager. */
  readonly isExternal: boolean;
}

/** The secrets and shared names of the environment that have one of these variables, in one query. */
export function findHolders(
  pool: Pool,
  { environment }: Permit<"secret.create">,
  variables: readonly string[],
): Promise<Holder[]> {
  return sqlOn(pool)<Holder>`
    SELECT s.id, s.name, s.description, s.category, s.audience, s.current_version AS "currentVersion", s.revision, s.variable,
      false AS "isMapping", v.origin = 'external' AS "isExternal"
    FROM secrets s JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
    WHERE s.environment_id = ${environment.id} AND s.variable = ANY(${variables}::text[])
    UNION ALL
    SELECT s.id, m.name, s.description, s.category, s.audience, s.current_version, s.revision, m.variable, true, false
    FROM shared_mappings m JOIN secrets s ON s.id = m.secret_id
    WHERE m.environment_id = ${environment.id} AND m.variable = ANY(${variables}::text[])`;
}
