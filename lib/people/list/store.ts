import type { Db, Pool } from "@/lib/db/client";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import type { Member } from "../membership/model";

export interface PersonRow extends Member {
  readonly lastSeenAt: Date | null;
  readonly hasTotp: boolean;
  readonly passkeyCount: number;
  readonly recoveryCodesLeft: number;
  readonly sessions: number;
  readonly personalKeys: number;
  readonly grants: number;
  readonly groups: number;
}

interface Which {
  /** The address after which the page begins; empty for the first one. */
  readonly after: string;
  /** One person alone. */
  readonly id: string | null;
  /** Only those of these addresses; null: all. */
  readonly among: readonly string[] | null;
  readonly limit: number;
  readonly now: Date;
}

/** People in the order of their addresses, which is that of the unique index. */
export function listPeople(db: Db, { after, id, among, limit, now }: Which): Promise<PersonRow[]> {
  return sqlIn(db)`
    SELECT u.id, u.email, u.name, u.role::text AS role, u.status::text AS status,
      greatest(u.last_seen_at, (SELECT max(s.last_used_at) FROM sessions s WHERE s.user_id = u.id)) AS "lastSeenAt",
      EXISTS (SELECT 1 FROM totps t WHERE t.user_id = u.id AND t.confirmed_at IS NOT NULL) AS "hasTotp",
      (SELECT count(*)::int FROM passkeys p WHERE p.user_id = u.id) AS "passkeyCount",
      (SELECT count(*)::int FROM recovery_codes r WHERE r.user_id = u.id AND r.used_at IS NULL) AS "recoveryCodesLeft",
      (SELECT count(*)::int FROM sessions s WHERE s.user_id = u.id AND s.expires_at > ${now}::timestamptz) AS sessions,
      (SELECT count(*)::int FROM personal_keys k WHERE k.user_id = u.id AND k.expires_at > ${now}::timestamptz) AS "personalKeys",
      (SELECT count(*)::int FROM grants g WHERE g.user_id = u.id AND (g.expires_at IS NULL OR g.expires_at > ${now}::timestamptz)) AS grants,
      (SELECT count(*)::int FROM group_members m WHERE m.user_id = u.id) AS groups
    FROM users u WHERE u.email > ${after} AND (${id}::uuid IS NULL OR u.id = ${id}::uuid)
      AND (${among}::text[] IS NULL OR u.email = ANY (${among}::text[]))
    ORDER BY u.email LIMIT ${limit}`;
}

/** The first addresses, in order. */
export async function listEmails(pool: Pool, limit: number): Promise<string[]> {
  const rows = await sqlOn(pool)<{
    email: string;
  }>`SELECT email FROM users ORDER BY email LIMIT ${limit}::int`;
  return rows.map(({ email }) => email);
}
