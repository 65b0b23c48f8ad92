import type { Sql } from "@/lib/db/sql";

export interface RecoverySheet {
  readonly id: string;
  readonly masterKeyId: string;
  readonly shareCount: number;
  readonly threshold: number;
  readonly madeAt: Date;
  /** When shares of it last made the key; null: never since it was made. */
  readonly checkedAt: Date | null;
}

export async function insertSheet(sql: Sql, sheet: Omit<RecoverySheet, "checkedAt">): Promise<void> {
  await sql`
    INSERT INTO recovery_sheets (id, master_key_id, share_count, threshold, made_at)
    VALUES (${sheet.id}, ${sheet.masterKeyId}, ${sheet.shareCount}::int, ${sheet.threshold}::int, ${sheet.madeAt}::timestamptz)`;
}

/** False when this database does not know the sheet. */
export async function markChecked(sql: Sql, id: string, masterKeyId: string, now: Date): Promise<boolean> {
  const rows = await sql`
    UPDATE recovery_sheets SET checked_at = ${now}::timestamptz
    WHERE id = ${id} AND master_key_id = ${masterKeyId} RETURNING 1 AS marked`;
  return rows.length > 0;
}

/** The sheet that was made or checked last, first of all of the key in use. */
export async function latestSheet(
  sql: Sql,
): Promise<(RecoverySheet & { readonly isOfKeyInUse: boolean }) | null> {
  const [row] = await sql<RecoverySheet & { readonly isOfKeyInUse: boolean }>`
    SELECT s.id, s.master_key_id AS "masterKeyId", s.share_count AS "shareCount", s.threshold,
      s.made_at AS "madeAt", s.checked_at AS "checkedAt", k.retired_at IS NULL AS "isOfKeyInUse"
    FROM recovery_sheets s JOIN master_keys k ON k.id = s.master_key_id
    ORDER BY "isOfKeyInUse" DESC, coalesce(s.checked_at, s.made_at) DESC LIMIT 1`;
  return row ?? null;
}
