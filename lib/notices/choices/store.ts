import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";

/** What each of these people chose, by kind. */
export async function listChoices(
  pool: Pool,
  userIds: readonly string[],
): Promise<Map<string, Map<string, string>>> {
  const rows = await sqlOn(pool)<{ userId: string; kind: string; timing: string }>`
    SELECT user_id AS "userId", kind, timing FROM notice_choices WHERE user_id = ANY(${userIds}::uuid[])`;
  const choices = new Map<string, Map<string, string>>();
  for (const { userId, kind, timing } of rows) {
    const own = choices.get(userId) ?? new Map<string, string>();
    choices.set(userId, own.set(kind, timing));
  }
  return choices;
}

/** Writes what a person chose, in the place of what they chose before. */
export async function saveChoices(
  sql: Sql,
  userId: string,
  choices: Readonly<Record<string, string>>,
): Promise<void> {
  await sql`
    INSERT INTO notice_choices (user_id, kind, timing)
    SELECT ${userId}::uuid, kind, timing
    FROM unnest(${Object.keys(choices)}::text[], ${Object.values(choices)}::text[]) AS chosen (kind, timing)
    ON CONFLICT (user_id, kind) DO UPDATE SET timing = excluded.timing`;
}
