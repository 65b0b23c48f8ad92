import type { BoundScope } from "@/lib/authorization/actor";
import type { KeyKind, Permission } from "@/lib/authorization/permission";
import type { Visibility } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { batchOn } from "@/lib/db/batch";
import type { Pool, Tx } from "@/lib/db/client";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import type { RowSeals } from "@/lib/seals/seals";
import { lockSealed } from "@/lib/seals/store";
import { type BoundScopeColumns, boundScopeOf } from "./bound-scope";
import type { KeyList } from "./model";

export interface ApiKeyRow {
  readonly id: string;
  readonly name: string;
  readonly keyKind: KeyKind;
  readonly secretHash: Uint8Array;
  readonly projectId: string | null;
  readonly environmentId: string | null;
  readonly permissions: readonly Permission[];
  /** Null unless the key is narrowed to some secrets. */
  readonly allowedSecretIds: readonly string[] | null;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** True: its changes need no approval. */
  readonly skipsApproval: boolean | null;
  readonly lastUsedAt: Date | null;
  /** Null for a key of the whole organisation. */
  readonly boundScope: BoundScope | null;
  /** Number of the last event that changed a value in its environment; null when it is bound to none. */
  readonly lastChange: number | null;
}

type FoundKey = Omit<ApiKeyRow, "boundScope" | "lastChange"> &
  BoundScopeColumns & {
    readonly lastChange: string | null;
    readonly publicId: string;
    readonly seal: Uint8Array;
    readonly projectSeal: Uint8Array | null;
    readonly environmentSeal: Uint8Array | null;
    readonly environmentProjectId: string | null;
  };

/**
 * The key of a public id, whatever its state, with where it belongs: one indexed read for all who ask at about the same time.
 * Null unless key, project and environment are as the program wrote them.
 */
export async function findApiKey(
  { pool, seals }: Pick<Ctx, "pool" | "seals">,
  publicId: string,
): Promise<ApiKeyRow | null> {
  const row = await askForKey(pool, publicId);
  return row && isKeyIntact(seals, row) ? keyOf(row) : null;
}

const askForKey = batchOn(async (pool: Pool, publicIds: readonly string[]) => {
  const rows = await sqlOn(pool)<FoundKey>`
    SELECT k.public_id AS "publicId", k.id, k.name, k.kind AS "keyKind", k.secret_hash AS "secretHash",
      k.project_id AS "projectId", k.environment_id AS "environmentId", k.permissions,
      CASE WHEN k.is_narrowed THEN k.allowed_secret_ids END AS "allowedSecretIds", k.expires_at AS "expiresAt",
      k.revoked_at AS "revokedAt", k.skips_approval AS "skipsApproval", k.last_used_at AS "lastUsedAt", k.seal,
      p.slug AS "projectSlug", p.name AS "projectName", p.seal AS "projectSeal", e.slug AS "environmentSlug",
      e.name AS "environmentName", e.project_id AS "environmentProjectId", e.seal AS "environmentSeal",
      e.change_policy AS "changePolicy",
      CASE WHEN e.id IS NOT NULL THEN last_values_change(e.id) END AS "lastChange"
    FROM unnest((SELECT ${publicIds}::text[])) AS q (public_id)
    JOIN api_keys k ON k.public_id = q.public_id
    LEFT JOIN projects p ON p.id = k.project_id LEFT JOIN environments e ON e.id = k.environment_id`;
  const found = new Map(rows.map((row) => [row.publicId, row]));
  return publicIds.map((publicId) => found.get(publicId) ?? null);
});

function isKeyIntact(seals: RowSeals, row: FoundKey): boolean {
  if (!seals.isIntact("api_keys", { ...row, kind: row.keyKind })) return false;
  const { projectSlug, projectSeal, environmentSlug, environmentSeal, environmentProjectId } = row;
  const isProjectIntact =
    row.projectId === null ||
    (projectSlug !== null &&
      projectSeal !== null &&
      seals.isIntact("projects", { id: row.projectId, slug: projectSlug, seal: projectSeal }));
  if (!isProjectIntact || row.environmentId === null) return isProjectIntact;
  if (environmentSlug === null || environmentSeal === null || environmentProjectId === null) return false;
  const environment = {
    ...{ id: row.environmentId, projectId: environmentProjectId, slug: environmentSlug },
    changePolicy: row.changePolicy,
  };
  return seals.isIntact("environments", { ...environment, seal: environmentSeal });
}

function keyOf(row: FoundKey): ApiKeyRow {
  const { id, name, keyKind, secretHash, projectId, environmentId, permissions, allowedSecretIds } = row;
  const { expiresAt, revokedAt, skipsApproval, lastUsedAt } = row;
  return {
    ...{ id, name, keyKind, secretHash, projectId, environmentId, permissions, allowedSecretIds },
    ...{ expiresAt, revokedAt, skipsApproval, lastUsedAt },
    boundScope: boundScopeOf(row),
    lastChange: row.environmentId === null ? null : Number(row.lastChange ?? 0),
  };
}

/** The public ids of keys, in no order. */
export async function findPublicIds(pool: Pool, ids: readonly string[]): Promise<string[]> {
  const rows = await sqlOn(pool)<{ publicId: string }>`
    SELECT public_id AS "publicId" FROM api_keys WHERE id = ANY(${ids}::uuid[])`;
  return rows.map(({ publicId }) => publicId);
}

/** When a key ends, for what it makes itself. */
export async function findExpiry(pool: Pool, id: string): Promise<Date | null> {
  const [row] = await sqlOn(pool)<{ expiresAt: Date | null }>`
    SELECT expires_at AS "expiresAt" FROM api_keys WHERE id = ${id}`;
  return row?.expiresAt ?? null;
}

export interface ApiKeyInsert {
  readonly id: string;
  readonly publicId: string;
  readonly secretHash: Uint8Array<ArrayBuffer>;
  readonly name: string;
  readonly keyKind: KeyKind;
  readonly projectId: string | null;
  readonly environmentId: string | null;
  readonly permissions: readonly Permission[];
  readonly allowedSecretIds: readonly string[] | null;
  readonly expiresAt: Date | null;
  readonly skipsApproval: true | null;
}

export async function insertApiKey(
  tx: Tx,
  seals: RowSeals,
  key: ApiKeyInsert,
  stamp: { readonly now: Date; readonly by: string },
): Promise<void> {
  const { keyKind, permissions, allowedSecretIds, ...rest } = key;
  await tx.apiKey.create({
    data: {
      ...rest,
      kind: keyKind,
      permissions: [...permissions],
      allowedSecretIds: [...(allowedSecretIds ?? [])],
      isNarrowed: allowedSecretIds !== null,
      unresolvedNames: [],
      createdAt: stamp.now,
      createdBy: stamp.by,
      seal: seals.of("api_keys", { ...key, kind: keyKind, revokedAt: null }),
    },
  });
}

/** Which keys an actor may list or revoke: those of a project, or of none, that reach no further than the actor. */
export interface KeyLocation {
  /** Null: keys of the whole organisation. */
  readonly projectId: string | null;
  /** Null: whatever their environment. */
  readonly environmentId: string | null;
  /** Only keys narrowed to some of these; null: whatever they are narrowed to. */
  readonly secretIds: readonly string[] | null;
}

export interface RevokedKey {
  readonly name: string;
  readonly keyKind: KeyKind;
  readonly environmentId: string | null;
  /** Whether this call did it. */
  readonly isNew: boolean;
}

/** Ends a key of the scope for ever, from the next request on. Null when there is none. */
export async function revokeApiKey(
  tx: Tx,
  seals: RowSeals,
  scope: KeyLocation,
  id: string,
  stamp: { readonly now: Date; readonly by: string },
): Promise<RevokedKey | null> {
  const [row] = await sqlIn(tx)<Omit<RevokedKey, "isNew"> & { revokedAt: Date | null }>`
    SELECT name, kind::text AS "keyKind", environment_id AS "environmentId", revoked_at AS "revokedAt" FROM api_keys
    WHERE id = ${id}::uuid AND project_id IS NOT DISTINCT FROM ${scope.projectId}::uuid
      AND (${scope.environmentId}::uuid IS NULL OR environment_id = ${scope.environmentId}::uuid)
      AND (${scope.secretIds}::uuid[] IS NULL OR is_narrowed AND allowed_secret_ids <@ ${scope.secretIds}::uuid[])
    FOR UPDATE`;
  if (!row) return null;
  const { revokedAt, ...key } = row;
  if (revokedAt !== null) return { ...key, isNew: false };
  const sealed = await lockSealed(tx, seals, "api_keys", { id });
  if (!sealed) return null;
  const seal = seals.of("api_keys", { ...sealed, revokedAt: stamp.now });
  await tx.apiKey.update({ where: { id }, data: { revokedAt: stamp.now, revokedBy: stamp.by, seal } });
  return { ...key, isNew: true };
}

export interface ListedKey
  extends Omit<
    ApiKeyRow,
    "secretHash" | "projectId" | "environmentId" | "allowedSecretIds" | "boundScope" | "lastChange"
  > {
  readonly publicId: string;
  readonly project: string | null;
  readonly environment: string | null;
  /** The present names of its secrets, as far as the actor may know of them; null unless it is narrowed. */
  readonly secrets: readonly string[] | null;
  readonly unresolvedNames: readonly string[];
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly revokedBy: string | null;
  readonly lastUsedIp: string | null;
}

/** What a list of keys is narrowed to; null and false: by nothing. */
export interface KeyFilters {
  readonly maker: string | null;
  readonly kind: KeyKind | null;
  readonly isUnused: boolean;
  /** Not used after it; those never used were not made after it. */
  readonly unusedSince: Date | null;
  readonly isEndless: boolean;
  readonly endsAfter: Date | null;
  readonly endsBy: Date | null;
}

export interface KeyCounts {
  readonly count: number;
  readonly endsSoon: number;
  readonly neverUsed: number;
}

/** How many keys that are not revoked reach a project, those of the whole organisation too; `limit` at most. */
export async function countKeys(
  pool: Pool,
  projectId: string,
  { now, soon }: { readonly now: Date; readonly soon: Date },
  limit: number,
): Promise<KeyCounts> {
  const [counts] = await sqlOn(pool)<KeyCounts>`
    SELECT count(*)::int AS count, count(*) FILTER (WHERE last_used_at IS NULL)::int AS "neverUsed",
      count(*) FILTER (WHERE expires_at > ${now}::timestamptz AND expires_at <= ${soon}::timestamptz)::int AS "endsSoon"
    FROM (
      SELECT last_used_at, expires_at FROM api_keys
      WHERE (project_id = ${projectId}::uuid OR project_id IS NULL) AND revoked_at IS NULL LIMIT ${limit}::int) k`;
  return counts ?? { count: 0, endsSoon: 0, neverUsed: 0 };
}

/** A page of the keys that reach a scope, newest first: with `alsoEverywhere`, those of the whole organisation too. */
export async function listApiKeys(
  pool: Pool,
  scope: KeyLocation & { readonly alsoEverywhere: boolean; readonly audiences: Visibility["audiences"] },
  query: KeyFilters & {
    /** Null: both. */
    readonly show: KeyList | null;
    /** The one key; null: every one. */
    readonly id: string | null;
    readonly after: { readonly at: Date; readonly id: string } | null;
    readonly limit: number;
  },
): Promise<ListedKey[]> {
  const { at = null, id: afterId = null } = query.after ?? {};
  return sqlOn(pool)<ListedKey>`
    SELECT k.id, k.public_id AS "publicId", k.name, k.kind AS "keyKind", p.slug AS project, e.slug AS environment,
      k.permissions, k.unresolved_names AS "unresolvedNames", k.created_at AS "createdAt",
      CASE WHEN k.is_narrowed THEN
        secret_names(k.allowed_secret_ids, k.project_id, k.environment_id, ${scope.audiences}::text[]) END AS secrets,
      k.created_by AS "createdBy", k.expires_at AS "expiresAt", k.revoked_at AS "revokedAt",
      k.skips_approval AS "skipsApproval", k.revoked_by AS "revokedBy", k.last_used_at AS "lastUsedAt", k.last_used_ip AS "lastUsedIp"
    FROM api_keys k LEFT JOIN projects p ON p.id = k.project_id LEFT JOIN environments e ON e.id = k.environment_id
    WHERE (k.project_id IS NOT DISTINCT FROM ${scope.projectId}::uuid
        OR (${scope.alsoEverywhere}::boolean AND k.project_id IS NULL))
      AND (${scope.environmentId}::uuid IS NULL OR k.environment_id = ${scope.environmentId}::uuid)
      AND (${scope.secretIds}::uuid[] IS NULL OR k.is_narrowed AND k.allowed_secret_ids <@ ${scope.secretIds}::uuid[])
      AND (${query.id}::uuid IS NULL OR k.id = ${query.id}::uuid)
      AND (${query.show}::text IS NULL OR (k.revoked_at IS NOT NULL) = (${query.show}::text = 'revoked'))
      AND (${query.maker}::text IS NULL OR k.created_by = ${query.maker})
      AND (${query.kind}::text IS NULL OR k.kind::text = ${query.kind})
      AND (NOT ${query.isUnused}::boolean OR k.last_used_at IS NULL)
      AND (${query.unusedSince}::timestamptz IS NULL OR coalesce(k.last_used_at, k.created_at) <= ${query.unusedSince})
      AND (NOT ${query.isEndless}::boolean OR k.expires_at IS NULL)
      AND (${query.endsAfter}::timestamptz IS NULL OR k.expires_at > ${query.endsAfter})
      AND (${query.endsBy}::timestamptz IS NULL OR k.expires_at <= ${query.endsBy})
      AND (${at}::timestamptz IS NULL OR (k.created_at, k.id) < (${at}::timestamptz, ${afterId}::uuid))
    ORDER BY k.created_at DESC, k.id DESC LIMIT ${query.limit}::int`;
}
