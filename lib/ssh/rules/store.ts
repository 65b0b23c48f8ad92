import type { Permit } from "@/lib/authorization/permit";
import type { Pool, Tx } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import type { RowSeals } from "@/lib/seals/seals";
import type { SealedFields, SealedRow } from "@/lib/seals/tables";
import type { SshRuleMeta, SshSubject } from "../model";

export interface NewRuleRow extends SealedFields<"ssh_rules"> {
  readonly createdAt: Date;
  readonly createdBy: string;
}

export async function insertRule(tx: Tx, seals: RowSeals, rule: NewRuleRow): Promise<void> {
  await tx.sshRule.create({ data: { ...rule, hosts: [...rule.hosts], seal: seals.of("ssh_rules", rule) } });
}

export function countRules(tx: Tx, projectId: string): Promise<number> {
  return tx.sshRule.count({ where: { projectId } });
}

export async function deleteRule(tx: Tx, id: string): Promise<boolean> {
  return (await tx.sshRule.deleteMany({ where: { id } })).count === 1;
}

/** Deletes rules that have ended. Returns how many, at most `limit`. */
export async function deleteEndedRules(pool: Pool, now: Date, limit: number): Promise<number> {
  const rows = await sqlOn(pool)`
    DELETE FROM ssh_rules WHERE id IN (
      SELECT id FROM ssh_rules WHERE expires_at <= ${now} LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING 1 AS deleted`;
  return rows.length;
}

export interface StoredRule extends SshRuleMeta {
  readonly projectId: string;
  readonly project: string;
}

interface RuleRow extends SealedRow<"ssh_rules"> {
  readonly project: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly lastUsedAt: Date | null;
  readonly email: string | null;
  readonly personName: string | null;
  readonly groupSlug: string | null;
  readonly groupName: string | null;
  readonly keyName: string | null;
}

/** The rules of a project that have not ended, or one, in the order they were made. */
export async function listRules(
  { pool, seals }: { readonly pool: Pool; readonly seals: RowSeals },
  now: Date,
  wanted: { readonly id: string } | { readonly projectId: string; readonly permit: Permit<"sshRule.list"> },
): Promise<StoredRule[]> {
  const { id, projectId } = { id: null, projectId: null, ...wanted };
  const rows = await sqlOn(pool)<RuleRow>`
    SELECT r.id, r.project_id AS "projectId", r.user_id AS "userId", r.group_id AS "groupId",
      r.api_key_id AS "apiKeyId", r.hosts, r.login, r.expires_at AS "expiresAt", r.seal, r.created_at AS "createdAt",
      r.created_by AS "createdBy", r.last_used_at AS "lastUsedAt", p.slug AS project, u.email, u.name AS "personName",
      g.slug AS "groupSlug", g.name AS "groupName", k.name AS "keyName"
    FROM ssh_rules r JOIN projects p ON p.id = r.project_id LEFT JOIN users u ON u.id = r.user_id
      LEFT JOIN groups g ON g.id = r.group_id LEFT JOIN api_keys k ON k.id = r.api_key_id
    WHERE (r.expires_at IS NULL OR r.expires_at > ${now}::timestamptz)
      AND (${id}::uuid IS NULL OR r.id = ${id}::uuid)
      AND (${projectId}::uuid IS NULL OR r.project_id = ${projectId}::uuid)
    ORDER BY r.id`;
  return rows.filter((row) => seals.isIntact("ssh_rules", row)).map(storedOf);
}

function storedOf(row: RuleRow): StoredRule {
  const { id, projectId, project, hosts, login, expiresAt, createdAt, createdBy, lastUsedAt } = row;
  return {
    ...{ id, projectId, project, hosts, createdBy, user: login, subject: subjectOf(row) },
    expiresAt: expiresAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}

function subjectOf({ userId, groupId, apiKeyId, ...row }: RuleRow): SshSubject {
  if (userId !== null)
    return { kind: "person", id: userId, email: row.email ?? "", name: row.personName ?? "" };
  if (groupId !== null)
    return { kind: "group", id: groupId, slug: row.groupSlug ?? "", name: row.groupName ?? "" };
  return { kind: "apiKey", id: apiKeyId ?? "", name: row.keyName ?? "" };
}

export interface AdmittedKeyRow {
  readonly id: string;
  readonly type: string;
  readonly bits: number;
  readonly fingerprint: string;
  readonly comment: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  /** When the personal key ends through which it was added; null: it was added in the dashboard. */
  readonly until: Date | null;
  readonly email: string;
  readonly name: string;
}

/** The public keys of active people whom rules of a project let in, by whom they belong to. */
export function listAdmittedKeys(
  pool: Pool,
  { project }: Permit<"sshRule.list">,
  now: Date,
  limit: number,
): Promise<AdmittedKeyRow[]> {
  return sqlOn(pool)<AdmittedKeyRow>`
    SELECT * FROM (
      SELECT k.id, k.type, k.bits, k.fingerprint, k.comment, k.created_at AS "createdAt",
        k.last_used_at AS "lastUsedAt", u.email, u.name,
        least(p.expires_at, p.created_at + make_interval(days => o.personal_key_days_max)) AS until
      FROM ssh_keys k JOIN users u ON u.id = k.user_id AND u.status = 'active'
        LEFT JOIN personal_keys p ON p.id = k.personal_key_id CROSS JOIN organisations o
      WHERE u.id IN (
        SELECT coalesce(r.user_id, m.user_id) FROM ssh_rules r LEFT JOIN group_members m ON m.group_id = r.group_id
        WHERE r.project_id = ${project.id}::uuid AND (r.expires_at IS NULL OR r.expires_at > ${now}::timestamptz))
    ) admitted
    WHERE until IS NULL OR until > ${now}::timestamptz ORDER BY email, "createdAt", id LIMIT ${limit}::int`;
}

/** Notes that somebody entered by rules, to the minute. */
export async function noteRuleUses(pool: Pool, ids: readonly string[], now: Date): Promise<void> {
  await sqlOn(pool)`
    UPDATE ssh_rules SET last_used_at = ${now}::timestamptz WHERE id = ANY(${ids}::uuid[])
      AND (last_used_at IS NULL OR last_used_at < ${now}::timestamptz - interval '1 minute')`;
}

/** API keys that are good, of a project or of the whole organisation, by their id or name. */
export function findKeys(
  tx: Tx,
  projectId: string,
  idOrName: string,
  now: Date,
): Promise<{ readonly id: string; readonly name: string }[]> {
  return tx.apiKey.findMany({
    where: {
      AND: [
        { OR: [{ projectId }, { projectId: null }] },
        { OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
      ],
      revokedAt: null,
      ...(/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(idOrName) ? { id: idOrName } : { name: idOrName }),
    },
    select: { id: true, name: true },
    take: 2,
  });
}
