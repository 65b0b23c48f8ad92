import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";

/** A master key that this database is or was under. */
export interface MasterKeyRow {
  readonly id: string;
  readonly createdAt: Date;
  /** Null for the one in use. */
  readonly retiredAt: Date | null;
  readonly wrapsInstanceKey: boolean;
  readonly projectKeyCount: number;
}

/** The newest first. */
export function masterKeys(pool: Pool): Promise<MasterKeyRow[]> {
  return sqlOn(pool)<MasterKeyRow>`
    SELECT m.id, m.created_at AS "createdAt", m.retired_at AS "retiredAt",
      EXISTS (SELECT 1 FROM instance_keys i WHERE i.master_key_id = m.id) AS "wrapsInstanceKey",
      (SELECT count(*)::int FROM project_keys k WHERE k.master_key_id = m.id) AS "projectKeyCount"
    FROM master_keys m ORDER BY m.retired_at DESC NULLS FIRST, m.created_at DESC`;
}
