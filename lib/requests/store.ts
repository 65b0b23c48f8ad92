import type { ChangePolicy, EnvironmentRow } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import type { Sql } from "@/lib/db/sql";
import type { RowSeals } from "@/lib/seals/seals";
import { lockSealed } from "@/lib/seals/store";
import type { SealedRow } from "@/lib/seals/tables";
import type { RequestKind, RequestState, WaitingValue } from "./model";

export interface RequestRow extends SealedRow<"change_requests"> {
  readonly kind: RequestKind;
  readonly state: RequestState;
  readonly title: string;
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
  readonly isEmergency: boolean;
  /** Null where it is about none. */
  readonly environment: EnvironmentRow | null;
}

export interface NewRequest
  extends Pick<
    RequestRow,
    | "id"
    | "kind"
    | "environmentId"
    | "change"
    | "userId"
    | "apiKeyId"
    | "requestedBy"
    | "device"
    | "createdAt"
    | "expiresAt"
    | "title"
  > {
  readonly secretIds: readonly string[];
}

/** Inserts an open request with the values that wait with it. */
export async function insertRequest(
  sql: Sql,
  seals: RowSeals,
  request: NewRequest,
  values: readonly WaitingValue[],
): Promise<void> {
  const { id, kind, environmentId, title, userId, apiKeyId, requestedBy, device, createdAt, expiresAt } =
    request;
  const seal = seals.of("change_requests", { ...request, state: "open" });
  await sql`
    INSERT INTO change_requests (id, kind, environment_id, change, secret_ids, title, user_id, api_key_id, requested_by, device,
      created_at, expires_at, seal)
    VALUES (${id}::uuid, ${kind}, ${environmentId}::uuid, ${JSON.stringify(request.change)}::jsonb,
      ${request.secretIds}::uuid[], ${title}, ${userId}::uuid, ${apiKeyId}::uuid, ${requestedBy}, ${device}, ${createdAt},
      ${expiresAt}, ${seal})`;
  if (values.length === 0) return;
  const column = <T>(of: (value: WaitingValue) => T) => values.map(of);
  const sealed = values.map(({ id: versionId, fingerprint }) => {
    const bytes = seals.of("requested_values", { id: versionId, requestId: id, fingerprint });
    return `\\x${Buffer.from(bytes).toString("hex")}`;
  });
  await sql`
    INSERT INTO requested_values (id, request_id, value, project_key_id, fingerprint, seal)
    SELECT v.id, ${id}::uuid, v.value, v.key_id, v.fingerprint, v.seal
    FROM unnest(${column((one) => one.id)}::uuid[], ${column((one) => one.value)}::text[],
      ${column((one) => one.projectKeyId)}::uuid[], ${column((one) => one.fingerprint)}::text[], ${sealed}::bytea[])
      AS v (id, value, key_id, fingerprint, seal)`;
}

/** How many requests of a person or an API key wait. */
export async function countOpenOf(
  sql: Sql,
  { userId, apiKeyId }: Pick<NewRequest, "userId" | "apiKeyId">,
  now: Date,
): Promise<number> {
  const [row] = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM change_requests
    WHERE state = 'open' AND expires_at > ${now}
      AND (user_id = ${userId}::uuid OR api_key_id = ${apiKeyId}::uuid)`;
  return row?.count ?? 0;
}

/** The values that wait with a request, by the ids of their versions: those that are as the program wrote them. */
export async function findValues(
  sql: Sql,
  seals: RowSeals,
  requestId: string,
): Promise<ReadonlyMap<string, WaitingValue>> {
  const rows = await sql<WaitingValue & SealedRow<"requested_values">>`
    SELECT id, request_id AS "requestId", value, project_key_id AS "projectKeyId", fingerprint, seal
    FROM requested_values WHERE request_id = ${requestId}::uuid`;
  const good = rows.filter((row) => seals.isIntact("requested_values", row));
  return new Map(
    good.map(({ id, value, projectKeyId, fingerprint }) => [id, { id, value, projectKeyId, fingerprint }]),
  );
}

export interface RequestsWanted {
  readonly id?: string | null;
  /** Of this person, … */
  readonly userId?: string | null;
  /** … or this API key. */
  readonly apiKeyId?: string | null;
  /** Only those that wait. */
  readonly isOpen?: boolean;
  /** About this secret. */
  readonly secretId?: string | null;
  /** Not of this person. */
  readonly notOf?: string | null;
  /** In environments whose policy names a group that this person was in when it was made. */
  readonly approvedBy?: string | null;
  /** Before this one, in the order of time. */
  readonly before?: { readonly at: Date; readonly id: string } | null;
  readonly limit: number;
}

type Found = RequestRow & {
  readonly environmentSlug: string | null;
  readonly environmentName: string | null;
  readonly changePolicy: ChangePolicy | null;
  readonly environmentSeal: Uint8Array | null;
  readonly projectId: string | null;
  readonly projectSlug: string | null;
  readonly projectName: string | null;
  readonly projectSeal: Uint8Array | null;
};

/** Requests as the program wrote them, the latest first. */
export async function listRequests(
  sql: Sql,
  { seals, now }: Pick<Ctx, "seals" | "now">,
  wanted: RequestsWanted,
): Promise<RequestRow[]> {
  const { id = null, userId = null, apiKeyId = null, isOpen = false, secretId = null, notOf = null } = wanted;
  const { approvedBy = null, before = null, limit } = wanted;
  const rows = await sql<Found>`
    SELECT r.id, r.kind, r.environment_id AS "environmentId", r.change, r.title, r.user_id AS "userId",
      r.api_key_id AS "apiKeyId", r.requested_by AS "requestedBy", r.device, r.created_at AS "createdAt",
      r.expires_at AS "expiresAt", r.state::text AS state, r.ended_at AS "endedAt", r.ended_by AS "endedBy",
      r.is_emergency AS "isEmergency", r.seal,
      e.slug AS "environmentSlug", e.name AS "environmentName", e.change_policy AS "changePolicy", e.seal AS "environmentSeal",
      p.id AS "projectId", p.slug AS "projectSlug", p.name AS "projectName", p.seal AS "projectSeal"
    FROM change_requests r LEFT JOIN environments e ON e.id = r.environment_id LEFT JOIN projects p ON p.id = e.project_id
    WHERE (${id}::uuid IS NULL OR r.id = ${id}::uuid)
      AND (${userId}::uuid IS NULL OR r.user_id = ${userId}::uuid)
      AND (${apiKeyId}::uuid IS NULL OR r.api_key_id = ${apiKeyId}::uuid)
      AND (NOT ${isOpen}::boolean OR r.state = 'open' AND r.expires_at > ${now()})
      AND (${secretId}::uuid IS NULL OR r.secret_ids @> ARRAY[${secretId}::uuid])
      AND (${notOf}::uuid IS NULL OR r.user_id IS DISTINCT FROM ${notOf}::uuid)
      AND (${approvedBy}::uuid IS NULL OR EXISTS (
        SELECT 1 FROM group_members m WHERE m.user_id = ${approvedBy}::uuid
          AND m.group_id::text = e.change_policy->>'groupId' AND m.created_at <= r.created_at))
      AND (${before?.id ?? null}::uuid IS NULL
        OR (r.created_at, r.id) < (${before?.at ?? null}::timestamptz, ${before?.id ?? null}::uuid))
    ORDER BY r.created_at DESC, r.id DESC LIMIT ${limit}::int`;
  return rows.flatMap((row) => {
    const found = intactRequest(seals, row);
    return found ? [found] : [];
  });
}

/** How many open requests of others a person may decide, counted no further than `max`; their seals are not looked at. */
export async function countWaitingRequests(
  sql: Sql,
  { userId, isApprover }: { readonly userId: string; readonly isApprover: boolean },
  now: Date,
  max: number,
): Promise<number> {
  const [row] = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM (
      SELECT 1 FROM change_requests r LEFT JOIN environments e ON e.id = r.environment_id
      WHERE r.state = 'open' AND r.expires_at > ${now} AND r.user_id IS DISTINCT FROM ${userId}::uuid
        AND (${isApprover}::boolean OR EXISTS (
          SELECT 1 FROM group_members m WHERE m.user_id = ${userId}::uuid
            AND m.group_id::text = e.change_policy->>'groupId' AND m.created_at <= r.created_at))
      LIMIT ${max}::int) counted`;
  return row?.count ?? 0;
}

function intactRequest(seals: RowSeals, row: Found): RequestRow | null {
  if (!seals.isIntact("change_requests", row)) return null;
  const { environmentId, environmentSlug, environmentName, changePolicy, environmentSeal, ...rest } = row;
  const { projectId, projectSlug, projectName, projectSeal, ...request } = rest;
  if (environmentId === null) return { ...request, environmentId, environment: null };
  if (environmentSlug === null || environmentName === null || environmentSeal === null) return null;
  if (projectId === null || projectSlug === null || projectName === null || projectSeal === null) return null;
  const environment = { id: environmentId, slug: environmentSlug, name: environmentName, changePolicy };
  const isEnvironmentIntact = seals.isIntact("environments", {
    ...environment,
    ...{ projectId, seal: environmentSeal },
  });
  if (
    !isEnvironmentIntact ||
    !seals.isIntact("projects", { id: projectId, slug: projectSlug, seal: projectSeal })
  )
    return null;
  return {
    ...{ ...request, environmentId },
    environment: { ...environment, projectId, projectSlug, projectName },
  };
}

/** Takes a request until the commit. False when it does not wait any more. */
export async function holdOpen(sql: Sql, id: string, now: Date): Promise<boolean> {
  const rows = await sql`
    SELECT 1 AS open FROM change_requests WHERE id = ${id}::uuid AND state = 'open' AND expires_at > ${now} FOR UPDATE`;
  return rows.length > 0;
}

/** Ends an open request and forgets its values. False when it was ended already, or is not as the program wrote it. */
export async function endRequest(
  tx: Tx,
  seals: RowSeals,
  {
    id,
    state,
    by,
    at,
    isEmergency = false,
  }: {
    readonly id: string;
    readonly state: RequestState;
    readonly by: string;
    readonly at: Date;
    readonly isEmergency?: boolean;
  },
): Promise<boolean> {
  const sealed = await lockSealed(tx, seals, "change_requests", { id });
  if (sealed?.state !== "open") return false;
  const seal = seals.of("change_requests", { ...sealed, state });
  const data = { state, endedAt: at, endedBy: by, isEmergency, seal };
  await tx.changeRequest.update({ where: { id }, data, select: { id: true } });
  await tx.requestedValue.deleteMany({ where: { requestId: id } });
  return true;
}

/** The ids of open requests whose time is over. */
export async function listOverdue(sql: Sql, now: Date, limit: number): Promise<string[]> {
  const rows = await sql<{ id: string }>`
    SELECT id FROM change_requests WHERE state = 'open' AND expires_at <= ${now} ORDER BY expires_at LIMIT ${limit}::int`;
  return rows.map(({ id }) => id);
}

/** Who a person is to a group: when they came into it, or null. */
export async function joinedAt(
  sql: Sql,
  seals: RowSeals,
  { groupId, userId }: { readonly groupId: string; readonly userId: string },
): Promise<Date | null> {
  const [row] = await sql<SealedRow<"group_members"> & { readonly createdAt: Date }>`
    SELECT group_id AS "groupId", user_id AS "userId", source, created_at AS "createdAt", seal FROM group_members
    WHERE group_id = ${groupId}::uuid AND user_id = ${userId}::uuid`;
  return row && seals.isIntact("group_members", row) ? row.createdAt : null;
}

/** The people in a group; whether each is as the program wrote it, `joinedAt` says. */
export async function listGroupPeople(sql: Sql, groupId: string): Promise<string[]> {
  const rows = await sql<{ userId: string }>`
    SELECT user_id AS "userId" FROM group_members WHERE group_id = ${groupId}::uuid ORDER BY user_id`;
  return rows.map(({ userId }) => userId);
}

/** Who made an API key, as the audit log names them; null when it is gone. */
export async function findKeyMaker(sql: Sql, id: string): Promise<string | null> {
  const [row] = await sql<{ createdBy: string }>`
    SELECT created_by AS "createdBy" FROM api_keys WHERE id = ${id}::uuid`;
  return row?.createdBy ?? null;
}
