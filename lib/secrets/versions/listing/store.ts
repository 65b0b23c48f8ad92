import type { Permit } from "@/lib/authorization/permit";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";

export interface VersionRecord {
  readonly version: number;
  readonly origin: "created" | "rotated" | "restored" | "external";
  readonly restoredFrom: number | null;
  readonly createdAt: Date;
  readonly createdBy: string;
}

/** Newest first, only those older than `before` if it is given. */
export async function listVersions(
  pool: Pool,
  { secret }: Permit<"secret.read">,
  before: number | null,
  limit: number,
): Promise<VersionRecord[]> {
  return sqlOn(pool)<VersionRecord>`
    SELECT number AS version, origin, restored_from AS "restoredFrom", created_at AS "createdAt", created_by AS "createdBy"
    FROM secret_versions
    WHERE secret_id = ${secret.id} AND number < coalesce(${before}::int, 2147483647)
    ORDER BY number DESC LIMIT ${limit}::int`;
}

/** When the value was made that is to become the current one next; null without one. */
export async function pendingSince(pool: Pool, { secret }: Permit<"secret.read">): Promise<Date | null> {
  const [row] = await sqlOn(pool)<{ createdAt: Date }>`
    SELECT created_at AS "createdAt" FROM pending_versions WHERE secret_id = ${secret.id}`;
  return row?.createdAt ?? null;
}
