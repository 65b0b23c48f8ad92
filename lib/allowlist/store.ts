import type { Permit } from "@/lib/authorization/permit";
import type { ActionOn } from "@/lib/authorization/policy";
import type { Ctx } from "@/lib/context";
import { batchOn } from "@/lib/db/batch";
import type { Pool, Tx } from "@/lib/db/client";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import { foldName } from "@/lib/names/model";
import { intact, type RowSeals } from "@/lib/seals/seals";
import { lockSealed } from "@/lib/seals/store";
import type { SealedRow } from "@/lib/seals/tables";
import type { Configuration, Method, StoredSecret } from "./configuration/model";
import type { Endpoint, EndpointFilter, EndpointSummary, Verification } from "./model";

/** Proof that the actor may do something with the endpoints of an environment. */
export type EndpointPermit = {
  [A in ActionOn<"environment"> & `allowlist.${string}`]: Permit<A>;
}[ActionOn<"environment"> & `allowlist.${string}`];

export interface Stamp {
  readonly now: Date;
  /** Who, as the audit log names them. */
  readonly by: string;
}

/** All of an endpoint that may be changed after it was made. */
export interface EndpointContent {
  readonly description: string;
  readonly method: Method;
  readonly url: string;
  readonly isActive: boolean;
  readonly configuration: Configuration<StoredSecret>;
}

interface SummaryRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly method: Method;
  readonly url: string;
  readonly isActive: boolean;
  readonly verification: Verification | null;
  readonly verifiedAt: Date | null;
  readonly verifiedBy: string | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

interface EndpointRow extends SummaryRow {
  readonly configuration: Configuration<StoredSecret>;
  readonly revision: number;
}

/**
 * The endpoint of that name in the environment, with the ids of its secrets; null unless it is as the program wrote it. Names ignore case. One read for all
 * who ask together.
 */
export async function findStored(
  { pool, seals }: Pick<Ctx, "pool" | "seals">,
  { environment }: EndpointPermit,
  name: string,
): Promise<Endpoint<StoredSecret> | null> {
  const asked = { environmentId: environment.id, nameFolded: foldName(name) };
  const row = intact(seals, "allowlist_endpoints", await askForStored(pool, asked));
  return row && storedOf(row);
}

interface AskedEndpoint {
  readonly environmentId: string;
  readonly nameFolded: string;
}

const askForStored = batchOn(async (pool: Pool, asked: readonly AskedEndpoint[]) => {
  const rows = await sqlOn(pool)<EndpointRow & SealedRow<"allowlist_endpoints"> & { readonly n: number }>`
    SELECT q.n::int AS n, id, environment_id AS "environmentId", name, name_folded AS "nameFolded", seal, description, method, url, is_active AS "isActive", verification,
      verified_at AS "verifiedAt", verified_by AS "verifiedBy", configuration, revision, created_at AS "createdAt",
      created_by AS "createdBy", updated_at AS "updatedAt", updated_by AS "updatedBy"
    FROM unnest(
      ${asked.map(({ environmentId }) => environmentId)}::uuid[], ${asked.map(({ nameFolded }) => nameFolded)}::text[]
    ) WITH ORDINALITY AS q (asked_environment, asked_name, n)
    JOIN allowlist_endpoints ON environment_id = q.asked_environment AND name_folded = q.asked_name`;
  const found = new Map(rows.map((row) => [row.n, row]));
  return asked.map((_, i) => found.get(i + 1) ?? null);
});

function storedOf(row: EndpointRow): Endpoint<StoredSecret> {
  const { configuration, revision, id, name, description, method, url, isActive } = row;
  const { verification, verifiedAt, verifiedBy, createdAt, createdBy, updatedAt, updatedBy } = row;
  const summary = summaryOf({
    ...{ id, name, description, method, url, isActive, verification, verifiedAt, verifiedBy },
    ...{ createdAt, createdBy, updatedAt, updatedBy },
  });
  return { ...summary, configuration, revision };
}

/** Inserts an endpoint without references. The unique index decides conflicts. */
export async function insertEndpoint(
  tx: Tx,
  seals: RowSeals,
  { environment }: Permit<"allowlist.write">,
  { id, name, ...content }: EndpointContent & { readonly id: string; readonly name: string },
  { now, by }: Stamp,
): Promise<void> {
  const { description, method, url, isActive, configuration } = content;
  const sealed = { ...content, id, environmentId: environment.id, name, nameFolded: foldName(name) };
  const seal = seals.of("allowlist_endpoints", { ...sealed, verification: null });
  await sqlIn(tx)`
    INSERT INTO allowlist_endpoints (id, environment_id, name, name_folded, description, method, url, is_active,
      configuration, created_at, created_by, updated_at, updated_by, seal)
    VALUES (${id}::uuid, ${environment.id}::uuid, ${name}, ${foldName(name)}, ${description}, ${method}, ${url},
      ${isActive}, ${JSON.stringify(configuration)}::jsonb, ${now}, ${by}, ${now}, ${by}, ${seal})`;
}

/** Writes an endpoint if nobody changed it since `revision`; another method or address has to be verified again. */
export async function updateEndpoint(
  tx: Tx,
  seals: RowSeals,
  { environment }: Permit<"allowlist.write">,
  { id, revision, ...content }: EndpointContent & { readonly id: string; readonly revision: number },
  { now, by }: Stamp,
): Promise<boolean> {
  const { description, method, url, isActive, configuration } = content;
  const row = await lockSealed(tx, seals, "allowlist_endpoints", { id, environmentId: environment.id });
  if (!row) return false;
  const verification = row.url === url && row.method === method ? row.verification : null;
  const seal = seals.of("allowlist_endpoints", { ...row, ...content, verification });
  const updated = await sqlIn(tx)`
    UPDATE allowlist_endpoints SET description = ${description}, is_active = ${isActive}, method = ${method},
      url = ${url}, configuration = ${JSON.stringify(configuration)}::jsonb, revision = revision + 1,
      updated_at = ${now}, updated_by = ${by}, seal = ${seal},
      verification = CASE WHEN url = ${url} AND method = ${method} THEN verification END,
      verified_at = CASE WHEN url = ${url} AND method = ${method} THEN verified_at END,
      verified_by = CASE WHEN url = ${url} AND method = ${method} THEN verified_by END
    WHERE id = ${id}::uuid AND environment_id = ${environment.id}::uuid AND revision = ${revision}::int
    RETURNING id`;
  return updated.length === 1;
}

/** Lets an endpoint be sent to, or not. False when it is so already, or gone. */
export async function updateActivity(
  tx: Tx,
  seals: RowSeals,
  { environment }: Permit<"allowlist.write">,
  { id, isActive }: { readonly id: string; readonly isActive: boolean },
  { now, by }: Stamp,
): Promise<boolean> {
  const row = await lockSealed(tx, seals, "allowlist_endpoints", { id, environmentId: environment.id });
  if (!row || row.isActive === isActive) return false;
  const seal = seals.of("allowlist_endpoints", { ...row, isActive });
  const data = { isActive, revision: { increment: 1 }, updatedAt: now, updatedBy: by, seal };
  await tx.allowlistEndpoint.update({ where: { id }, data, select: { id: true } });
  return true;
}

/** Deletes an endpoint with its references. False when it was gone already. */
export async function deleteEndpoint(
  tx: Tx,
  { environment }: Permit<"allowlist.write">,
  id: string,
): Promise<boolean> {
  const { count } = await tx.allowlistEndpoint.deleteMany({ where: { id, environmentId: environment.id } });
  return count === 1;
}

/**
 * A page of the endpoints of an environment that the actor may know of, by name, beginning after the folded name `after`:
 * for a narrowed key, those that use none but its secrets.
 */
export async function listEndpoints(
  pool: Pool,
  { environment, visibility: { secretIds } }: Permit<"allowlist.list">,
  query: {
    readonly search: string;
    readonly show: EndpointFilter;
    readonly after: string | null;
    readonly limit: number;
  },
): Promise<EndpointSummary[]> {
  const sought = query.search.toLowerCase();
  const rows = await sqlOn(pool)<SummaryRow>`
    SELECT id, name, description, method, url, is_active AS "isActive", verification, verified_at AS "verifiedAt",
      verified_by AS "verifiedBy", created_at AS "createdAt", created_by AS "createdBy", updated_at AS "updatedAt",
      updated_by AS "updatedBy"
    FROM allowlist_endpoints
    WHERE environment_id = ${environment.id} AND (${query.after}::text IS NULL OR name_folded > ${query.after}::text)
      AND (${sought}::text = '' OR strpos(name_folded, ${sought}::text) > 0
        OR strpos(lower(url), ${sought}::text) > 0 OR strpos(lower(description), ${sought}::text) > 0)
      AND CASE ${query.show}::text WHEN 'ready' THEN is_active AND verification IS NOT NULL
        WHEN 'inactive' THEN NOT is_active WHEN 'unverified' THEN verification IS NULL ELSE true END
      AND (${secretIds}::uuid[] IS NULL OR NOT EXISTS (
        SELECT 1 FROM allowlist_references r
        WHERE r.endpoint_id = allowlist_endpoints.id AND r.secret_id <> ALL(${secretIds}::uuid[]))
        AND NOT jsonb_path_exists(configuration, '$.*[*].value.from ? (exists (@.pool) || exists (@.connection))'))
    ORDER BY name_folded LIMIT ${query.limit}::int`;
  return rows.map(summaryOf);
}

function summaryOf({ verification, verifiedAt, verifiedBy, ...row }: SummaryRow): EndpointSummary {
  const { createdAt, updatedAt } = row;
  const isVerified = verification !== null && verifiedAt !== null && verifiedBy !== null;
  return {
    ...row,
    verified: isVerified ? { how: verification, at: verifiedAt.toISOString(), by: verifiedBy } : null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
