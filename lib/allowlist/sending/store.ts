import type { Ctx } from "@/lib/context";
import { batchOn } from "@/lib/db/batch";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import { isSecretIntact, type SecretColumns } from "@/lib/names/intact";
import { CLOCK_SKEW_SECONDS_MAX, latestNow } from "@/lib/platform/clock";
import type { RowSeals } from "@/lib/seals/seals";
import type { SealedRow } from "@/lib/seals/tables";
import type { EndpointPermit } from "../store";

/** One version of a secret as it is stored, with the names by which the secret is known in the endpoint's environment. */
export interface SealedVersion {
  readonly secretId: string;
  /** The project that it lives in, whose key opens it. */
  readonly projectId: string;
  /** In order; none: it is not there any more. */
  readonly names: readonly string[];
  readonly versionId: string;
  readonly version: number;
  readonly value: string;
  readonly projectKeyId: string;
  /** Whether it was read in an external manager. */
  readonly isExternal: boolean;
}

const PREVIOUS_MAX = 3;

/**
 * The current version of each secret, and after it, newest first, those that were the current one at some time since
 * `since`: one read, so that all are of the same moment, and one for all who ask together.
 */
export async function findVersions(
  { pool, seals }: Pick<Ctx, "pool" | "seals">,
  { environment }: EndpointPermit,
  secretIds: readonly string[],
  since: Date,
): Promise<readonly SealedVersion[]> {
  const rows = await askForVersions(pool, { environmentId: environment.id, secretIds, since });
  const versions = rows.flatMap((row) => intactOf(seals, environment.id, row) ?? []);
  // Without its current version a secret is not there: an older one must not take its place.
  const current = new Set(
    rows.filter((row) => row.versionId === row.currentVersionId).map(({ versionId }) => versionId),
  );
  const there = new Set(
    versions.filter(({ versionId }) => current.has(versionId)).map(({ secretId }) => secretId),
  );
  return versions.filter(({ secretId }) => there.has(secretId));
}

interface AskedVersions {
  readonly environmentId: string;
  readonly secretIds: readonly string[];
  readonly since: Date;
}

type FoundMapping = Omit<SealedRow<"shared_mappings">, "environmentId" | "secretId" | "seal"> & {
  /** In hex. */
  readonly seal: string;
};

type FoundVersion = SecretColumns &
  Omit<SealedVersion, "names"> & {
    readonly n: number;
    readonly mappings: readonly FoundMapping[];
    readonly fingerprint: string;
    readonly createdAt: Date;
    readonly versionSeal: Uint8Array;
  };

const askForVersions = batchOn(async (pool: Pool, asked: readonly AskedVersions[]) => {
  const each = asked.flatMap(({ secretIds, ...rest }, n) => secretIds.map((id) => ({ id, n, ...rest })));
  const rows = await sqlOn(pool)<FoundVersion>`
    SELECT q.n, s.id AS "secretId", s.environment_id AS "secretEnvironmentId", s.name AS "secretName",
      s.name_folded AS "secretNameFolded", s.variable AS "secretVariable", s.audience,
      s.current_version AS "currentVersion", s.seal AS "secretSeal", c.id AS "currentVersionId",
      e.project_id AS "projectId", v.id AS "versionId", v.number AS version, v.value, v.fingerprint,
      v.created_at AS "createdAt", v.seal AS "versionSeal", v.project_key_id AS "projectKeyId",
      v.origin = 'external' AS "isExternal", coalesce((
        SELECT jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name, 'nameFolded', m.name_folded,
          'variable', m.variable, 'seal', encode(m.seal, 'hex')) ORDER BY m.name_folded)
        FROM shared_mappings m WHERE m.environment_id = q.environment_id AND m.secret_id = s.id
      ), '[]') AS mappings
    FROM unnest(
      ${each.map(({ n }) => n)}::int[], ${each.map(({ environmentId }) => environmentId)}::uuid[],
      ${each.map(({ id }) => id)}::uuid[], ${each.map(({ since }) => since)}::timestamptz[]
    ) AS q (n, environment_id, secret_id, since)
    JOIN secrets s ON s.id = q.secret_id JOIN environments e ON e.id = s.environment_id
    JOIN secret_versions c ON c.secret_id = s.id AND c.number = s.current_version
    JOIN LATERAL (
      SELECT * FROM secret_versions WHERE id = c.id
      UNION ALL
      (SELECT old.* FROM secret_versions old JOIN secret_versions next
        ON next.secret_id = old.secret_id AND next.number = old.number + 1
        WHERE old.secret_id = s.id AND old.number < s.current_version AND next.created_at > q.since
        ORDER BY old.number DESC LIMIT ${PREVIOUS_MAX})
    ) v ON true
    ORDER BY q.n, s.id, v.number DESC`;
  const found: FoundVersion[][] = asked.map(() => []);
  for (const row of rows) found[row.n]?.push(row);
  return found;
});

/** A version that was found, with the names of the mappings that are intact, if itself and its secret are. */
function intactOf(seals: RowSeals, environmentId: string, row: FoundVersion): SealedVersion | null {
  if (!isSecretIntact(seals, row)) return null;
  const { secretId, projectId, versionId, version, value, projectKeyId, fingerprint, createdAt, isExternal } =
    row;
  const sealed = { id: versionId, secretId, number: version, fingerprint, createdAt, seal: row.versionSeal };
  if (!seals.isIntact("secret_versions", sealed)) return null;
  const mapped = row.mappings.filter((mapping) =>
    seals.isIntact("shared_mappings", {
      ...{ ...mapping, environmentId, secretId },
      seal: Buffer.from(mapping.seal, "hex"),
    }),
  );
  const own = row.secretEnvironmentId === environmentId ? [row.secretName] : [];
  const names = [...own, ...mapped.map(({ name }) => name)];
  return { secretId, projectId, names, versionId, version, value, projectKeyId, isExternal };
}

/** What is known of a request with an Idempotency-Key. */
export interface StoredResponse {
  readonly id: string;
  readonly requestHash: Buffer;
  /** Null while it is being sent, and when nobody knows how that ended. */
  readonly value: string | null;
  readonly projectKeyId: string | null;
}

export interface NewAnswer {
  readonly id: string;
  readonly endpointId: string;
  readonly senderId: string;
  readonly keyHash: Buffer;
  readonly requestHash: Buffer;
  readonly now: Date;
  readonly expiresAt: Date;
}

/** Deletes stored responses whose time is over, of whatever endpoint. Returns how many, at most `limit`. */
export async function deleteExpiredAnswers(pool: Pool, now: Date, limit: number): Promise<number> {
  const rows = await sqlOn(pool)`
    DELETE FROM allowlist_answers WHERE id IN (
      SELECT id FROM allowlist_answers WHERE expires_at <= ${now}
      ORDER BY expires_at LIMIT ${limit} FOR UPDATE SKIP LOCKED) RETURNING 1 AS deleted`;
  return rows.length;
}

/**
 * Takes an Idempotency-Key for a request, also one whose time is over; null: it is taken now. Else what it was taken for,
 * which is cut to the time that this request would get when a clock that ran ahead took it.
 */
export async function takeKey(
  pool: Pool,
  _permit: EndpointPermit,
  { id, endpointId, senderId, keyHash, requestHash, now, expiresAt }: NewAnswer,
): Promise<StoredResponse | null> {
  const sql = sqlOn(pool);
  const taken = await sql`
    INSERT INTO allowlist_answers AS a (id, endpoint_id, sender_id, key_hash, request_hash, started_at, expires_at)
    VALUES (${id}, ${endpointId}, ${senderId}, ${keyHash}, ${requestHash}, ${now}, ${expiresAt})
    ON CONFLICT (endpoint_id, sender_id, key_hash) DO UPDATE
      SET id = EXCLUDED.id, request_hash = EXCLUDED.request_hash, started_at = EXCLUDED.started_at,
        expires_at = EXCLUDED.expires_at, answer = NULL, project_key_id = NULL
      WHERE a.expires_at <= ${now}
    RETURNING id`;
  if (taken.length > 0) return null;
  const [found] = await sql<StoredResponse>`
    WITH cut AS (
      UPDATE allowlist_answers SET expires_at = ${expiresAt}
      WHERE endpoint_id = ${endpointId} AND sender_id = ${senderId} AND key_hash = ${keyHash}
        AND expires_at > ${latestNow(expiresAt)})
    SELECT id, request_hash AS "requestHash", answer AS value, project_key_id AS "projectKeyId"
    FROM allowlist_answers WHERE endpoint_id = ${endpointId} AND sender_id = ${senderId} AND key_hash = ${keyHash}`;
  // Gone between the two: whoever had it let it go because nothing was sent.
  return found ?? { id, requestHash, value: null, projectKeyId: null };
}

export async function keepAnswer(
  pool: Pool,
  _permit: EndpointPermit,
  id: string,
  { value, projectKeyId }: { readonly value: string; readonly projectKeyId: string },
): Promise<void> {
  await sqlOn(pool)`
    UPDATE allowlist_answers SET answer = ${value}, project_key_id = ${projectKeyId} WHERE id = ${id}`;
}

/** Lets an Idempotency-Key go, for a request of which nothing was sent. */
export async function letKeyGo(pool: Pool, _permit: EndpointPermit, id: string): Promise<void> {
  await sqlOn(pool)`DELETE FROM allowlist_answers WHERE id = ${id}`;
}

/** Keeps when something was sent through an endpoint last, once a minute, and over what a clock that ran ahead wrote. */
export async function noteSent(pool: Pool, endpointId: string, now: Date): Promise<void> {
  await sqlOn(pool)`
    UPDATE allowlist_endpoints SET last_sent_at = ${now}::timestamptz
    WHERE id = ${endpointId}::uuid AND (last_sent_at IS NULL OR last_sent_at <= ${now}::timestamptz - interval '1 minute'
      OR last_sent_at > ${now}::timestamptz + ${CLOCK_SKEW_SECONDS_MAX}::int * interval '1 s')`;
}
