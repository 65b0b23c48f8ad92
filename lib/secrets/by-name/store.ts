import type { Grant } from "@/lib/authorization/grant";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";

/** The fingerprint of the current value. */
export async function findFingerprint(
  pool: Pool,
  { secret }: Grant<"secret.rotate">,
): Promise<string | null> {
  const [row] = await sqlOn(pool)<{ fingerprint: string }>`
    SELECT v.fingerprint FROM secrets s JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
    WHERE s.id = ${secret.id}`;
  return row?.fingerprint ?? null;
}
