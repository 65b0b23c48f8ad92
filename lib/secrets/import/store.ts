import type { Grant, SecretRow } from "@/lib/authorization/grant";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";

export interface Holder extends SecretRow {
  readonly variable: string;
  /** Fingerprint of the current value. */
  readonly fingerprint: string;
}

/** Which of these variables are names of shared secrets in the environment. */
export async function findMapped(
  pool: Pool,
  grant: Grant<"secret.create">,
  variables: readonly string[],
): Promise<string[]> {
  const rows = await sqlOn(pool)<{ variable: string }>`
    SELECT variable FROM shared_mappings
    WHERE environment_id = ${grant.environment.id} AND variable = ANY(${variables}::text[])`;
  return rows.map(({ variable }) => variable);
}

/** The secrets of the environment that have one of these variables, in one query. */
export async function findHolders(
  pool: Pool,
  grant: Grant<"secret.create">,
  variables: readonly string[],
): Promise<Holder[]> {
  return sqlOn(pool)<Holder>`
    SELECT s.id, s.name, s.description, s.category, s.audience, s.current_version AS "currentVersion", s.revision,
      s.variable, v.fingerprint
    FROM secrets s JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
    WHERE s.environment_id = ${grant.environment.id} AND s.variable = ANY(${variables}::text[])`;
}
