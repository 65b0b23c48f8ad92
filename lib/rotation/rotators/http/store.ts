import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";

/** The id that a provider gave to the key that a rotation begins with, if a rotation made it; null for any other. */
export async function findKeyId(pool: Pool, rotationId: string): Promise<string | null> {
  const [row] = await sqlOn(pool)<{ readonly id: string | null }>`
    SELECT CASE before.state WHEN 'done' THEN before.facts->>'newId' ELSE before.facts->>'oldId' END AS id
    FROM rotations r JOIN rotations before ON before.secret_id = r.secret_id
    WHERE r.id = ${rotationId}::uuid
      -- What is undone is current again as the version after the one that was made.
      AND ((before.state = 'done' AND before.to_version = r.from_version)
        OR (before.state = 'undone' AND before.to_version + 1 = r.from_version))
    ORDER BY before.started_at DESC LIMIT 1`;
  return row?.id ?? null;
}
