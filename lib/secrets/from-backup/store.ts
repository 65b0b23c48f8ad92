import type { Permit } from "@/lib/authorization/permit";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";

/** The fingerprints of the current values of secrets that the actor may replace, by the secrets' ids. */
export async function currentFingerprints(
  pool: Pool,
  permits: readonly Permit<"secret.rotate">[],
): Promise<ReadonlyMap<string, string | null>> {
  const ids = permits.map(({ secret }) => secret.id);
  const rows = await sqlOn(pool)<{ readonly id: string; readonly fingerprint: string | null }>`
    SELECT s.id::text, v.fingerprint FROM secrets s
      JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
    WHERE s.id = ANY (${ids}::uuid[])`;
  return new Map(rows.map(({ id, fingerprint }) => [id, fingerprint]));
}
