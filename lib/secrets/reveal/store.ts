import type { EnvironmentRow, Permit, SecretRow, WideVisibility } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { batchOn } from "@/lib/db/batch";
import type { Pool } from "@/lib/db/client";
import { sqlOn } from "@/lib/db/sql";
import { isNameIntact, type NameColumns } from "@/lib/names/intact";
import type { RowSeals } from "@/lib/seals/seals";
import type { SealedRow } from "@/lib/seals/tables";

/** A secret under the name that it has in an environment: its own, or the one that a shared mapping gives it there. */
interface Readable {
  readonly secretId: string;
  readonly name: string;
  readonly audience: SecretRow["audience"];
  /** The project that it lives in, whose key opens it, … */
  readonly projectId: string;
  /** … and the environment, with the name that it has there. */
  readonly environmentId: string;
  readonly ownName: string;
}

export interface ReadableVersion extends Readable {
  readonly version: number;
  readonly versionId: string;
  /** Whether it was read in an external manager. */
  readonly isExternal: boolean;
}

export interface SealedVersion extends ReadableVersion {
  readonly value: string;
  readonly projectKeyId: string;
}

export type FoundVersion = Readable & Partial<Omit<SealedVersion, keyof Readable>>;

type Scope = Pick<EnvironmentRow, "id" | "projectId">;

/** One question for one version. */
interface Asked {
  readonly projectId: string;
  readonly environmentId: string;
  readonly nameFolded: string;
  readonly version: number | null;
}

/**
 * What has that name in the environment, with one version of it as it is stored: one point read for all who ask at about the
 * same time. The caller checks that the reader may know of it. Without a `value` when it has no such version; null unless the
 * rows are as the program wrote them.
 */
export async function findSealed(
  pool: Pool,
  seals: RowSeals,
  { environment }: Permit<"secret.reveal">,
  { nameFolded, version }: Pick<Asked, "nameFolded" | "version">,
): Promise<FoundVersion | null> {
  const { projectId, id: environmentId } = environment;
  const asked = { projectId, environmentId, nameFolded, version };
  return intactOf(seals, environmentId, await askForSealed(pool, asked));
}

export type PrefetchedVersion = (
  permit: Permit<"secret.reveal">,
  nameFolded: string,
  version: number | null,
) => Promise<FoundVersion | null> | null;

/** Asks for a current version before anybody may have it: it comes out against the permit that `findSealed` takes. */
export function prefetchSealed(
  pool: Pool,
  seals: RowSeals,
  { id, projectId }: Scope,
  prefetchedName: string,
): PrefetchedVersion {
  const asked = { projectId, environmentId: id, nameFolded: prefetchedName, version: null };
  const found = askForSealed(pool, asked);
  return ({ environment }, nameFolded, version) => {
    const isIt =
      environment.id === id && environment.projectId === projectId && nameFolded === prefetchedName;
    return isIt && version === null ? found.then((row) => intactOf(seals, id, row)) : null;
  };
}

type FoundRow = NameColumns & {
  readonly n: number;
  readonly audience: SecretRow["audience"];
  readonly projectId: string;
  readonly versionId: string | null;
  readonly version: number;
  readonly fingerprint: string;
  readonly createdAt: Date;
  readonly versionSeal: Uint8Array;
  readonly value: string;
  readonly projectKeyId: string;
  readonly isExternal: boolean;
};

const askForSealed = batchOn(async (pool: Pool, asked: readonly Asked[]) => {
  const rows = await sqlOn(pool)<FoundRow>`
    SELECT q.n::int AS n, s.id AS "secretId", s.environment_id AS "secretEnvironmentId", s.name AS "secretName",
      s.name_folded AS "secretNameFolded", s.variable AS "secretVariable", s.audience,
      s.current_version AS "currentVersion", s.seal AS "secretSeal", s.mapping_id AS "mappingId",
      s.mapped_name AS "mappedName", s.mapped_folded AS "mappedNameFolded", s.mapped_variable AS "mappedVariable",
      s.mapping_seal AS "mappingSeal", s.project_id AS "projectId", v.number AS version, v.id AS "versionId", v.value,
      v.project_key_id AS "projectKeyId", v.fingerprint, v.created_at AS "createdAt", v.seal AS "versionSeal",
      v.origin = 'external' AS "isExternal",
      CASE WHEN v.number = s.current_version THEN v.id ELSE (
        SELECT c.id FROM secret_versions c WHERE c.secret_id = s.id AND c.number = s.current_version
      ) END AS "currentVersionId"
    FROM unnest(
      (SELECT ${asked.map(({ projectId }) => projectId)}::uuid[]),
      (SELECT ${asked.map(({ environmentId }) => environmentId)}::uuid[]),
      (SELECT ${asked.map(({ nameFolded }) => nameFolded)}::text[]),
      (SELECT ${asked.map(({ version }) => version)}::int[])
    ) WITH ORDINALITY AS q (project_id, environment_id, name_folded, version, n)
    CROSS JOIN LATERAL (
      SELECT t.id, t.environment_id, t.name, t.name_folded, t.variable, t.audience, t.current_version, t.seal,
        q.project_id, NULL::uuid AS mapping_id, NULL::text AS mapped_name, NULL::text AS mapped_folded,
        NULL::text AS mapped_variable, NULL::bytea AS mapping_seal
      FROM secrets t WHERE t.environment_id = q.environment_id AND t.name_folded = q.name_folded
      UNION ALL
      SELECT t.id, t.environment_id, t.name, t.name_folded, t.variable, t.audience, t.current_version, t.seal,
        e.project_id, m.id, m.name, m.name_folded, m.variable, m.seal
      FROM shared_mappings m JOIN secrets t ON t.id = m.secret_id JOIN environments e ON e.id = t.environment_id
      WHERE m.environment_id = q.environment_id AND m.name_folded = q.name_folded
    ) s LEFT JOIN LATERAL (
      SELECT * FROM secret_versions WHERE secret_id = s.id AND number = coalesce(q.version, s.current_version) LIMIT 1
    ) v ON true`;
  const found = new Map(rows.map((row) => [row.n, row]));
  return asked.map((_, i) => found.get(i + 1) ?? null);
});

/** What was found, if it is as the program wrote it. */
function intactOf(seals: RowSeals, environmentId: string, row: FoundRow | null): FoundVersion | null {
  if (!row || !isNameIntact(seals, environmentId, row)) return null;
  const { secretId, audience, projectId, versionId, version, value, projectKeyId } = row;
  const readable = {
    ...{ secretId, name: row.mappedName ?? row.secretName, audience, projectId },
    ...{ environmentId: row.secretEnvironmentId, ownName: row.secretName },
  };
  if (versionId === null) return readable;
  // The secret's seal names its current version; any other has to speak for itself.
  const { fingerprint, createdAt, versionSeal: seal } = row;
  const isCurrent = versionId === row.currentVersionId;
  const sealed = { id: versionId, secretId, number: version, fingerprint, createdAt, seal };
  if (!isCurrent && !seals.isIntact("secret_versions", sealed)) return null;
  return { ...readable, version, versionId, value, projectKeyId, isExternal: row.isExternal };
}

/**
 * The number of the last event that changed anything in the environment or among the secrets that may be shared with it:
 * as long as it is the same, so is everything that a reader of values gets. One read for all who ask together.
 */
export function lastChange(pool: Pool, { environment }: Permit<"values.read">): Promise<number> {
  return askForLastChange(pool, environment.id);
}

const askForLastChange = batchOn(async (pool: Pool, environmentIds: readonly string[]) => {
  const rows = await sqlOn(pool)<{ n: number; seq: string | null }>`
    SELECT q.n::int AS n, last_values_change(q.id) AS seq
    FROM unnest((SELECT ${environmentIds}::uuid[])) WITH ORDINALITY AS q (id, n)`;
  const found = new Map(rows.map(({ n, seq }) => [n, Number(seq ?? 0)]));
  return environmentIds.map((_, i) => found.get(i + 1) ?? 0);
});

interface ListedVersion extends ReadableVersion {
  /** Of the sealed value. */
  readonly bytes: number;
}

type ListedRow = NameColumns &
  Pick<FoundRow, "audience" | "projectId" | "version" | "isExternal"> & { readonly bytes: number };

/**
 * What the reader sees in the environment, by name, with the current version of each but without a value: at most
 * `limit`. `names` are folded; null for all of them. `seen` is what the reader sees of the organisation, since a mapping brings
 * secrets from elsewhere: it opens nothing that was not granted where the secret lives. Nobody gets what is not as the program
 * wrote it.
 */
export async function listReadable(
  { pool, seals }: Pick<Ctx, "pool" | "seals">,
  { environment }: Pick<Permit<"values.read">, "environment">,
  seen: WideVisibility,
  names: readonly string[] | null,
  limit: number,
): Promise<ListedVersion[]> {
  const rows = await sqlOn(pool)<ListedRow>`
    SELECT s.id AS "secretId", s.environment_id AS "secretEnvironmentId", s.name AS "secretName",
      s.name_folded AS "secretNameFolded", s.variable AS "secretVariable", s.audience,
      s.current_version AS "currentVersion", s.seal AS "secretSeal", s.mapping_id AS "mappingId",
      s.mapped_name AS "mappedName", s.mapped_folded AS "mappedNameFolded", s.mapped_variable AS "mappedVariable",
      s.mapping_seal AS "mappingSeal", s.project_id AS "projectId", v.number AS version, v.id AS "currentVersionId",
      octet_length(v.value) AS bytes, v.origin = 'external' AS "isExternal"
    FROM (
      SELECT id, environment_id, name, name_folded, variable, audience, current_version, seal,
        ${environment.projectId}::uuid AS project_id, NULL::uuid AS mapping_id, NULL::text AS mapped_name,
        NULL::text AS mapped_folded, NULL::text AS mapped_variable, NULL::bytea AS mapping_seal,
        name_folded AS here_folded
      FROM secrets WHERE environment_id = ${environment.id}
        AND (${names}::text[] IS NULL OR name_folded = ANY(${names}::text[]))
      UNION ALL
      SELECT t.id, t.environment_id, t.name, t.name_folded, t.variable, t.audience, t.current_version, t.seal,
        e.project_id, m.id, m.name, m.name_folded, m.variable, m.seal, m.name_folded
      FROM shared_mappings m JOIN secrets t ON t.id = m.secret_id JOIN environments e ON e.id = t.environment_id
      WHERE m.environment_id = ${environment.id}
        AND (${names}::text[] IS NULL OR m.name_folded = ANY(${names}::text[]))
    ) s JOIN secret_versions v ON v.secret_id = s.id AND v.number = s.current_version
    WHERE (${seen.audiences}::text[] IS NULL OR s.audience::text = ANY(${seen.audiences}::text[]))
      AND (${seen.secretIds}::uuid[] IS NULL OR s.id = ANY(${seen.secretIds}::uuid[])
        OR s.environment_id = ANY(${seen.scopeIds}::uuid[]) OR s.project_id = ANY(${seen.scopeIds}::uuid[])
        OR EXISTS (SELECT 1 FROM jsonb_to_recordset(${JSON.stringify(seen.prefixes)}::jsonb) p ("scopeId" uuid, prefix text)
          WHERE p."scopeId" IN (s.environment_id, s.project_id) AND s.name_folded ^@ p.prefix))
    ORDER BY s.here_folded LIMIT ${limit}::int`;
  return rows.filter((row) => isNameIntact(seals, environment.id, row)).map(listedOf);
}

function listedOf(row: ListedRow): ListedVersion {
  const { secretId, audience, projectId, version, currentVersionId, bytes, isExternal } = row;
  const name = row.mappedName ?? row.secretName;
  return {
    ...{ secretId, name, audience, projectId, version, versionId: currentVersionId ?? "", bytes },
    isExternal,
    ...{ environmentId: row.secretEnvironmentId, ownName: row.secretName },
  };
}

/** What is stored of versions, by their ids. */
export async function findValues(
  pool: Pool,
  _permit: Permit<"values.read">,
  versionIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly value: string; readonly projectKeyId: string }>> {
  const rows = await sqlOn(pool)<{ id: string; value: string; projectKeyId: string }>`
    SELECT id, value, project_key_id AS "projectKeyId" FROM secret_versions WHERE id = ANY(${versionIds}::uuid[])`;
  return new Map(rows.map(({ id, ...sealed }) => [id, sealed]));
}

interface PreviousVersion extends SealedRow<"secret_versions"> {
  readonly value: string;
  readonly projectKeyId: string;
}

/** The version before each of these, as it is stored: those that there are, and that are as the program wrote them. */
export async function findPrevious(
  { pool, seals }: Pick<Ctx, "pool" | "seals">,
  current: readonly Pick<ReadableVersion, "secretId" | "version">[],
): Promise<PreviousVersion[]> {
  const ids = current.map(({ secretId }) => secretId);
  const numbers = current.map(({ version }) => version - 1);
  const rows = await sqlOn(pool)<PreviousVersion>`
    SELECT v.id, v.secret_id AS "secretId", v.number, v.fingerprint, v.created_at AS "createdAt", v.seal, v.value,
      v.project_key_id AS "projectKeyId"
    FROM unnest(${ids}::uuid[], ${numbers}::int[]) AS q (id, number)
      JOIN secret_versions v ON v.secret_id = q.id AND v.number = q.number`;
  return rows.filter((row) => seals.isIntact("secret_versions", row));
}
