import { type AccountRow, accountOf } from "@/lib/accounts/store";
import type { ProjectRow } from "@/lib/authorization/permit";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import type { RowSeals } from "@/lib/seals/seals";
import type { SealedRow } from "@/lib/seals/tables";

type Source = { readonly pool: Pool; readonly seals: RowSeals };

/** The project of a short name, or null. */
export async function findProject({ pool, seals }: Source, slug: string): Promise<ProjectRow | null> {
  const [row] = await sqlOn(pool)<ProjectRow & { readonly seal: Uint8Array }>`
    SELECT id, slug, name, seal FROM projects WHERE slug = ${slug}`;
  return row && seals.isIntact("projects", row) ? row : null;
}

interface Asked {
  readonly projectId: string;
  /** The user of the host. */
  readonly login: string;
  readonly now: Date;
}

/** Whom a rule lets in. */
export interface Entrant {
  readonly kind: "person" | "apiKey";
  readonly id: string;
  readonly ruleId: string;
  readonly hosts: readonly string[];
  /** When the rule ends; null: never. */
  readonly until: Date | null;
}

type PersonRow = SealedRow<"ssh_rules"> &
  Omit<AccountRow, "id" | "seal"> & {
    readonly personId: string;
    readonly personSeal: Uint8Array;
    readonly memberSource: string | null;
    readonly memberSeal: Uint8Array | null;
    readonly groupSlug: string | null;
    readonly groupSeal: Uint8Array | null;
  };

/** Active people whom rules of a project let in, alone or through a group, as far as the program wrote every row of it. */
export async function findPeople(
  { pool, seals }: Source,
  { projectId, login, now }: Asked,
): Promise<Entrant[]> {
  const rows = await sqlOn(pool)<PersonRow>`
    SELECT r.id, r.project_id AS "projectId", r.user_id AS "userId", r.group_id AS "groupId",
      r.api_key_id AS "apiKeyId", r.hosts, r.login, r.expires_at AS "expiresAt", r.seal,
      u.id AS "personId", u.email, u.name, u.role::text AS role, u.status::text AS status,
      u.password_hash AS "passwordHash", u.second_factor_count AS "secondFactorCount", u.seal AS "personSeal",
      m.source AS "memberSource", m.seal AS "memberSeal", g.slug AS "groupSlug", g.seal AS "groupSeal"
    FROM ssh_rules r LEFT JOIN groups g ON g.id = r.group_id LEFT JOIN group_members m ON m.group_id = g.id
      JOIN users u ON u.id = coalesce(r.user_id, m.user_id)
    WHERE r.project_id = ${projectId}::uuid AND r.login = ${login} AND u.status = 'active'
      AND (r.expires_at IS NULL OR r.expires_at > ${now}::timestamptz)
    ORDER BY r.id, u.id`;
  return rows.flatMap((row) => {
    const person = accountOf(seals, { ...row, id: row.personId, seal: row.personSeal });
    if (!person || !isNamed(seals, row)) return [];
    return [{ kind: "person", id: person.id, ruleId: row.id, hosts: row.hosts, until: row.expiresAt }];
  });
}

/** Whether the rule of a row names its person: alone, or by a group that they are in. */
function isNamed(seals: RowSeals, row: PersonRow): boolean {
  if (!seals.isIntact("ssh_rules", row)) return false;
  const { groupId, personId: userId, memberSource: source, memberSeal, groupSlug: slug, groupSeal } = row;
  if (groupId === null) return true;
  if (source === null || memberSeal === null || slug === null || groupSeal === null) return false;
  return (
    seals.isIntact("group_members", { groupId, userId, source, seal: memberSeal }) &&
    seals.isIntact("groups", { id: groupId, slug, seal: groupSeal })
  );
}

/** API keys that rules of a project let in, whatever their state. */
export async function findKeys(
  { pool, seals }: Source,
  { projectId, login, now }: Asked,
): Promise<Entrant[]> {
  const rows = await sqlOn(pool)<SealedRow<"ssh_rules"> & { readonly keyId: string }>`
    SELECT id, project_id AS "projectId", user_id AS "userId", group_id AS "groupId", api_key_id AS "apiKeyId",
      api_key_id AS "keyId", hosts, login, expires_at AS "expiresAt", seal
    FROM ssh_rules WHERE project_id = ${projectId}::uuid AND login = ${login} AND api_key_id IS NOT NULL
      AND (expires_at IS NULL OR expires_at > ${now}::timestamptz)
    ORDER BY id`;
  return rows
    .filter((row) => seals.isIntact("ssh_rules", row))
    .map((row) => ({
      kind: "apiKey",
      id: row.keyId,
      ruleId: row.id,
      hosts: row.hosts,
      until: row.expiresAt,
    }));
}

export interface PublicKeyRow {
  readonly userId: string;
  readonly type: string;
  readonly publicKey: string;
  readonly fingerprint: string;
  /** The address of whose it is. */
  readonly email: string;
  /** When the personal key ends through which it was added; null: it was added in the dashboard. */
  readonly until: Date | null;
}

/** The public keys of people that have not ended. */
export async function findPublicKeys(
  { pool, seals }: Source,
  userIds: readonly string[],
  now: Date,
): Promise<PublicKeyRow[]> {
  const rows = await sqlOn(pool)<SealedRow<"ssh_keys"> & PublicKeyRow>`
    SELECT k.id, k.user_id AS "userId", k.personal_key_id AS "personalKeyId", k.type, k.fingerprint,
      k.public_key AS "publicKey", k.created_at AS "createdAt", k.seal, u.email,
      least(p.expires_at, p.created_at + make_interval(days => o.personal_key_days_max)) AS until
    FROM ssh_keys k JOIN users u ON u.id = k.user_id LEFT JOIN personal_keys p ON p.id = k.personal_key_id
      CROSS JOIN organisations o
    WHERE k.user_id = ANY(${userIds}::uuid[]) AND (k.personal_key_id IS NULL OR p.id IS NOT NULL)
    ORDER BY u.email, k.created_at, k.id`;
  return rows.filter((row) => (row.until === null || row.until > now) && seals.isIntact("ssh_keys", row));
}
