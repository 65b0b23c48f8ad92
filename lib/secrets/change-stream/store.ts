import type { Permit } from "@/lib/authorization/permit";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import { PLATFORM_SLUG } from "@/lib/projects/model";
import type { RowSeals } from "@/lib/seals/seals";
import type { SealedRow } from "@/lib/seals/tables";
import type { Audience } from "../model";
import type { Change, Fired, WatchedSecret } from "./model";

type ChangeRow = Omit<Change, "seq" | "detail"> & { readonly seq: string; readonly detail: string };

/** The number of the last event of the log. */
export async function lastSeq(pool: Pool): Promise<number> {
  const [row] = await sqlOn(pool)<{ seq: string }>`SELECT seq FROM audit_head`;
  return Number(row?.seq ?? 0);
}

/** A stretch of the log: its changes, and the number up to which all of them are there. */
export interface Stretch {
  readonly changes: readonly Change[];
  readonly upTo: number;
}

/**
 * Changes after a number, in the order of the log. Whoever goes on at `upTo` reads each event once, also the many that
 * change nothing: up to the head all are committed, for each commit moves it.
 */
export async function changesAfter(pool: Pool, seq: number, limit: number): Promise<Stretch> {
  const rows = await sqlOn(pool)<{ readonly head: string } & (ChangeRow | { readonly seq: null })>`
    SELECT h.seq AS head, c.* FROM audit_head h LEFT JOIN LATERAL (
      SELECT seq, action, environment_id AS "environmentId", secret_id AS "secretId", target_name AS name, detail
      FROM audit_events WHERE seq > ${String(seq)}::bigint AND seq <= h.seq AND changes_values(action)
      ORDER BY seq LIMIT ${limit}::int
    ) c ON true ORDER BY c.seq`;
  const changes = rows.flatMap(({ head: _, ...row }) => (row.seq === null ? [] : [changeOf(row)]));
  const last = changes.at(-1);
  if (last && changes.length === limit) return { changes, upTo: last.seq };
  return { changes, upTo: Math.max(seq, Number(rows[0]?.head ?? 0)) };
}

export type WatchPermit = Pick<
  Permit<"values.read"> | Permit<"secret.list"> | Permit<"trigger.receive">,
  "environment"
>;

/** The same for one environment and the shared secrets that may be mapped into it. */
export async function changesFor(
  pool: Pool,
  { environment }: WatchPermit,
  seq: number,
  limit: number,
): Promise<Change[]> {
  const rows = await sqlOn(pool)<ChangeRow>`
    SELECT a.seq, a.action, a.environment_id AS "environmentId", a.secret_id AS "secretId", a.target_name AS name,
      a.detail
    FROM (
      SELECT ${environment.id}::uuid AS id
      UNION SELECT e.id FROM environments e JOIN projects p ON p.id = e.project_id WHERE p.slug = ${PLATFORM_SLUG}
    ) place CROSS JOIN LATERAL (
      SELECT * FROM audit_events
      WHERE environment_id = place.id AND seq > ${String(seq)}::bigint AND changes_values(action)
      ORDER BY seq LIMIT ${limit}::int
    ) a ORDER BY a.seq LIMIT ${limit}::int`;
  return rows.map(changeOf);
}

type FiredRow = Omit<Fired, "seq"> & { readonly seq: string };

/** What triggers took between two numbers of the log, in its order. */
export async function firedBetween(pool: Pool, seq: number, upTo: number, limit: number): Promise<Fired[]> {
  const rows = await sqlOn(pool)<FiredRow>`
    SELECT d.position AS seq, t.environment_id AS "environmentId", t.name AS trigger, d.id AS delivery
    FROM trigger_deliveries d JOIN triggers t ON t.id = d.trigger_id
    WHERE d.position > ${String(seq)}::bigint AND d.position <= ${String(upTo)}::bigint
    ORDER BY d.position LIMIT ${limit}::int`;
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}

/** The same of one environment, after a number. */
export async function firedIn(
  pool: Pool,
  { environment }: WatchPermit,
  seq: number,
  limit: number,
): Promise<Fired[]> {
  const rows = await sqlOn(pool)<FiredRow>`
    SELECT d.position AS seq, t.environment_id AS "environmentId", t.name AS trigger, d.id AS delivery
    FROM triggers t JOIN trigger_deliveries d ON d.trigger_id = t.id
    WHERE t.environment_id = ${environment.id}::uuid AND d.position > ${String(seq)}::bigint
    ORDER BY d.position LIMIT ${limit}::int`;
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}

/** The secrets of these ids that are still there, and what they are mapped to. */
export async function findWatched(
  pool: Pool,
  ids: readonly string[],
): Promise<ReadonlyMap<string, WatchedSecret>> {
  const rows = await sqlOn(pool)<WatchedSecret & { readonly id: string; readonly audience: Audience }>`
    SELECT s.id, s.audience, s.current_version AS version, coalesce(
      (SELECT jsonb_agg(jsonb_build_object('environmentId', m.environment_id, 'name', m.name))
       FROM shared_mappings m WHERE m.secret_id = s.id), '[]') AS mappings
    FROM secrets s WHERE s.id = ANY(${ids}::uuid[])`;
  return new Map(rows.map(({ id, ...secret }) => [id, secret]));
}

/** Which of these API keys are neither revoked nor expired, and as the program wrote them; with what each is narrowed to. */
export async function findLiveKeys(
  pool: Pool,
  seals: RowSeals,
  ids: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, readonly string[] | null>> {
  const rows = await sqlOn(pool)<SealedRow<"api_keys">>`
    SELECT id, public_id AS "publicId", secret_hash AS "secretHash", name, kind, project_id AS "projectId",
      environment_id AS "environmentId", permissions,
      CASE WHEN is_narrowed THEN allowed_secret_ids END AS "allowedSecretIds", expires_at AS "expiresAt",
      revoked_at AS "revokedAt", skips_approval AS "skipsApproval", seal
    FROM api_keys
    WHERE id = ANY(${ids}::uuid[]) AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ${now})`;
  const live = rows.filter((row) => seals.isIntact("api_keys", row));
  return new Map(live.map(({ id, allowedSecretIds }) => [id, allowedSecretIds]));
}

function changeOf({ seq, detail, ...row }: ChangeRow): Change {
  return { ...row, seq: Number(seq), detail: JSON.parse(detail) };
}
