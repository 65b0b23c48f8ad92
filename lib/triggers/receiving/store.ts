import type { Ctx } from "@/lib/context";
import { batchOn } from "@/lib/db/batch";
import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";
import { isNameIntact, type NameColumns } from "@/lib/names/intact";
import type { RowSeals } from "@/lib/seals/seals";
import type { SealedRow } from "@/lib/seals/tables";
import type { DeliveryState } from "../model";
import type { TriggerConfiguration } from "../schema";

/** A version of a signing secret, as it is stored. */
export interface SigningVersion {
  readonly versionId: string;
  readonly version: number;
  readonly value: string;
  readonly projectKeyId: string;
}

/** A trigger at the moment of a request, and what its signature is checked with. */
export interface Receiver {
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  readonly environmentId: string;
  readonly configuration: TriggerConfiguration;
  readonly isPaused: boolean;
  readonly secretId: string;
  /** The name of the secret in the environment. */
  readonly secret: string;
  /** The project that the secret lives in, whose key opens it. */
  readonly secretProjectId: string;
  /** Whether its value lives in an external manager. */
  readonly isExternal: boolean;
  /** The current version, and the one before while it is good beside it. */
  readonly versions: readonly SigningVersion[];
}

interface FoundRow extends SealedRow<"triggers">, NameColumns, SigningVersion {
  readonly asked: string;
  readonly slug: string;
  readonly projectSeal: Uint8Array;
  readonly secretProjectId: string;
  readonly isExternal: boolean;
  readonly fingerprint: string | null;
  readonly createdAt: Date;
  readonly versionSeal: Uint8Array;
  readonly graceEndsAt: Date | null;
  readonly policy: object | null;
  readonly credentialId: string | null;
  readonly policySeal: Uint8Array | null;
  readonly beforeId: string | null;
  readonly before: number;
  readonly beforeValue: string;
  readonly beforeKeyId: string;
  readonly beforeFingerprint: string | null;
  readonly beforeCreatedAt: Date;
  readonly beforeSeal: Uint8Array;
}

/** The trigger of a name in a project: one read for all who ask together. Null unless all of it is as the program wrote it. */
export async function findReceiver(
  { pool, seals, now }: Pick<Ctx, "pool" | "seals" | "now">,
  project: string,
  name: string,
): Promise<Receiver | null> {
  const row = await askForReceivers(pool, `${project}/${name}`);
  return row && receiverOf(seals, row, now());
}

const askForReceivers = batchOn(async (pool: Pool, paths: readonly string[]) => {
  const rows = await sqlOn(pool)<FoundRow>`
    SELECT q.path AS asked, t.id, t.project_id AS "projectId", t.environment_id AS "environmentId", t.name, t.configuration,
      t.secret_id AS "secretId", t.rotated_id AS "rotatedId", t.is_paused AS "isPaused", t.seal, p.slug,
      p.seal AS "projectSeal", s.environment_id AS "secretEnvironmentId", s.name AS "secretName",
      s.name_folded AS "secretNameFolded", s.variable AS "secretVariable", s.audience,
      s.current_version AS "currentVersion", s.seal AS "secretSeal", v.id AS "currentVersionId", m.id AS "mappingId",
      m.name AS "mappedName", m.name_folded AS "mappedNameFolded", m.variable AS "mappedVariable",
      m.seal AS "mappingSeal", e.project_id AS "secretProjectId", v.id AS "versionId", v.number AS version, v.value,
      v.project_key_id AS "projectKeyId", v.origin = 'external' AS "isExternal", v.fingerprint, v.created_at AS "createdAt", v.seal AS "versionSeal",
      r.grace_ends_at AS "graceEndsAt", y.configuration AS policy, y.credential_id AS "credentialId",
      y.seal AS "policySeal", b.id AS "beforeId", b.number AS before, b.value AS "beforeValue",
      b.project_key_id AS "beforeKeyId", b.fingerprint AS "beforeFingerprint", b.created_at AS "beforeCreatedAt",
      b.seal AS "beforeSeal"
    FROM unnest((SELECT ${paths}::text[])) AS q (path)
      JOIN projects p ON p.slug = split_part(q.path, '/', 1)
      JOIN triggers t ON t.project_id = p.id AND t.name = split_part(q.path, '/', 2)
      JOIN secrets s ON s.id = t.secret_id JOIN environments e ON e.id = s.environment_id
      JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
      LEFT JOIN LATERAL (
        SELECT * FROM shared_mappings WHERE secret_id = s.id AND environment_id = t.environment_id
          AND s.environment_id <> t.environment_id ORDER BY name_folded LIMIT 1
      ) m ON true
      LEFT JOIN rotations r ON r.secret_id = s.id AND r.ended_at IS NULL AND r.phase = 'wait'
        AND r.to_version = s.current_version
      LEFT JOIN rotation_policies y ON y.secret_id = s.id
      LEFT JOIN secret_versions b ON r.id IS NOT NULL AND b.secret_id = s.id AND b.number = r.from_version`;
  const found = new Map(rows.map((row) => [row.asked, row]));
  return paths.map((path) => found.get(path) ?? null);
});

function receiverOf(seals: RowSeals, row: FoundRow, now: Date): Receiver | null {
  const { projectId, environmentId, secretId, slug, secretProjectId, isExternal } = row;
  const isIntact =
    seals.isIntact("triggers", row) &&
    seals.isIntact("projects", { id: projectId, slug, seal: row.projectSeal }) &&
    isNameIntact(seals, environmentId, row);
  if (!isIntact) return null;
  const { versionId, version, value, projectKeyId } = row;
  const current = { versionId, version, value, projectKeyId };
  return {
    ...{ id: row.id, name: row.name, projectId, environmentId, isPaused: row.isPaused },
    // Written by `saveTrigger`, as the seal shows.
    configuration: row.configuration as TriggerConfiguration,
    ...{ secretId, secret: row.mappedName ?? row.secretName, secretProjectId, isExternal },
    versions: [current, ...previousOf(seals, row, now)],
  };
}

/**
 * The version before, within the grace time of its rotation. When that began and how long it is at most is told by rows that
 * are sealed: the one of the rotation can only end it sooner.
 */
function previousOf(seals: RowSeals, row: FoundRow, now: Date): SigningVersion[] {
  const { secretId, beforeId, before, graceEndsAt, policySeal } = row;
  if (beforeId === null || graceEndsAt === null || policySeal === null || graceEndsAt <= now) return [];
  const { policy: configuration, credentialId, createdAt } = row;
  if (configuration === null) return [];
  const isIntact =
    seals.isIntact("rotation_policies", { secretId, configuration, credentialId, seal: policySeal }) &&
    seals.isIntact("secret_versions", {
      ...{ id: row.versionId, secretId, number: row.version, fingerprint: row.fingerprint, createdAt },
      seal: row.versionSeal,
    }) &&
    seals.isIntact("secret_versions", {
      ...{ id: beforeId, secretId, number: before, fingerprint: row.beforeFingerprint },
      ...{ createdAt: row.beforeCreatedAt, seal: row.beforeSeal },
    });
  if (!isIntact) return [];
  const { graceSeconds } = configuration as { readonly graceSeconds: number };
  if (createdAt.getTime() + graceSeconds * 1_000 <= now.getTime()) return [];
  return [{ versionId: beforeId, version: before, value: row.beforeValue, projectKeyId: row.beforeKeyId }];
}

/** A delivery that is about to be kept. */
export interface NewDelivery {
  readonly id: string;
  readonly triggerId: string;
  readonly replayKey: Buffer;
  readonly replayOf: string | null;
  readonly messageId: string | null;
  readonly bytes: number;
  readonly headerNames: readonly string[];
  readonly payload: string;
  readonly projectKeyId: string;
  readonly receivedAt: Date;
  readonly state: DeliveryState;
  readonly dueAt: Date | null;
}

/** Keeps those that are new; the ids of these. Nothing is kept for a trigger that is gone. */
export async function insertDeliveries(sql: Sql, deliveries: readonly NewDelivery[]): Promise<Set<string>> {
  const column = <T>(of: (delivery: NewDelivery) => T) => deliveries.map(of);
  const rows = await sql<{ id: string }>`
    INSERT INTO trigger_deliveries (id, trigger_id, replay_key, replay_of, message_id, bytes, header_names, payload,
      project_key_id, received_at, state, due_at)
    SELECT n.id, n.trigger_id, n.replay_key, n.replay_of, n.message_id, n.bytes,
      ARRAY(SELECT jsonb_array_elements_text(n.header_names::jsonb)), n.payload, n.key_id, n.at, n.state, n.due_at
    FROM unnest(${column(({ id }) => id)}::uuid[], ${column(({ triggerId }) => triggerId)}::uuid[],
      ${column(({ replayKey }) => replayKey)}::bytea[], ${column(({ replayOf }) => replayOf)}::uuid[],
      ${column(({ messageId }) => messageId)}::text[], ${column(({ bytes }) => bytes)}::int[],
      ${column(({ headerNames }) => JSON.stringify(headerNames))}::text[],
      ${column(({ payload }) => payload)}::text[], ${column(({ projectKeyId }) => projectKeyId)}::uuid[],
      ${column(({ receivedAt }) => receivedAt.toISOString())}::timestamptz[],
      ${column(({ state }) => state)}::text[],
      ${column(({ dueAt }) => dueAt?.toISOString() ?? null)}::timestamptz[])
      AS n (id, trigger_id, replay_key, replay_of, message_id, bytes, header_names, payload, key_id, at, state, due_at)
      JOIN triggers t ON t.id = n.trigger_id
    ON CONFLICT (trigger_id, replay_key) DO NOTHING RETURNING id`;
  return new Set(rows.map(({ id }) => id));
}

/**
 * Gives deliveries their places in the order of the log, whose last events are theirs: nobody else appends until this
 * transaction ends. Wakes those who listen.
 */
export async function orderDeliveries(sql: Sql, ids: readonly string[]): Promise<void> {
  await sql`
    WITH placed AS (
      UPDATE trigger_deliveries d SET position = h.seq - cardinality(${ids}::uuid[]) + n.place
      FROM audit_head h, unnest(${ids}::uuid[]) WITH ORDINALITY AS n (id, place) WHERE d.id = n.id
    ) SELECT pg_notify('strongroom_changes', '')`;
}

/** Notes when triggers took a delivery last, to the minute. */
export async function noteFired(sql: Sql, triggerIds: readonly string[], now: Date): Promise<void> {
  await sql`
    UPDATE triggers SET fired_at = ${now}::timestamptz FROM (
      SELECT id FROM triggers WHERE id = ANY(${triggerIds}::uuid[])
        AND (fired_at IS NULL OR fired_at <= ${now}::timestamptz - interval '1 minute' OR fired_at > ${now}::timestamptz) ORDER BY id FOR UPDATE SKIP LOCKED
    ) old WHERE triggers.id = old.id`;
}

/** One request that a trigger refused. */
export interface Refused {
  readonly triggerId: string;
  readonly at: Date;
}

/** Counts what triggers refused: one write for all that come together. */
export const countRefused = batchOn(async (pool: Pool, refused: readonly Refused[]) => {
  const counts = new Map<string, { count: number; at: Date }>();
  for (const { triggerId, at } of refused)
    counts.set(triggerId, { count: (counts.get(triggerId)?.count ?? 0) + 1, at });
  const rows = [...counts];
  await sqlOn(pool)`
    WITH told AS (
      SELECT t.id, n.count, n.at FROM unnest(${rows.map(([id]) => id)}::uuid[],
        ${rows.map(([, { count }]) => count)}::int[], ${rows.map(([, { at }]) => at.toISOString())}::timestamptz[])
        AS n (id, count, at) JOIN triggers t ON t.id = n.id ORDER BY t.id FOR UPDATE OF t
    )
    UPDATE triggers t SET refused_count = t.refused_count + told.count, refused_at = told.at
    FROM told WHERE t.id = told.id RETURNING true`;
  return refused.map(() => true);
});
