import type { Ctx } from "@/lib/context";
import type { Pool } from "@/lib/db/client";
import { type Sql, sqlOn } from "@/lib/db/sql";
import { intact } from "@/lib/seals/seals";
import type { SealedFields, SealedRow } from "@/lib/seals/tables";

/** What a provider gave, sealed, and how it stands. */
export interface TokenRow extends SealedRow<"connection_tokens"> {
  readonly tokenId: string;
  readonly value: string | null;
  readonly projectKeyId: string | null;
  readonly connectedBy: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
  readonly isRefreshable: boolean;
  readonly refreshedAt: Date | null;
  readonly dueAt: Date | null;
  readonly attempts: number;
  readonly error: string | null;
  readonly lostAt: Date | null;
  readonly lastUsedAt: Date | null;
  /** Whether the person whose it is may sign in; true for those of the project. */
  readonly hasOwner: boolean;
  /** Their address, as long as they are there. */
  readonly ownedBy: string | null;
}

/** What is stored anew at each refresh. */
export interface SealedTokens {
  readonly tokenId: string;
  readonly value: string;
  readonly projectKeyId: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
  readonly isRefreshable: boolean;
  readonly dueAt: Date | null;
}

type Source = Pick<Ctx, "pool" | "seals">;

/** The tokens of connections, as far as the program wrote them. */
export async function findTokens(
  { pool, seals }: Source,
  connectionIds: readonly string[],
): Promise<TokenRow[]> {
  const rows = await sqlOn(pool)<TokenRow>`
    SELECT t.connection_id AS "connectionId", t.token_id AS "tokenId", t.value, t.project_key_id AS "projectKeyId",
      t.owner_id AS "ownerId", t.connected_at AS "connectedAt", t.connected_by AS "connectedBy", t.scopes,
      t.expires_at AS "expiresAt", t.is_refreshable AS "isRefreshable", t.refreshed_at AS "refreshedAt",
      t.due_at AS "dueAt", t.attempts, t.error, t.lost_at AS "lostAt", t.last_used_at AS "lastUsedAt", t.seal,
      u.email AS "ownedBy", (t.owner_id IS NULL OR coalesce(u.status = 'active', false)) AS "hasOwner"
    FROM connection_tokens t LEFT JOIN users u ON u.id = t.owner_id
    WHERE t.connection_id = ANY(${connectionIds}::uuid[])`;
  return rows.filter((row) => intact(seals, "connection_tokens", row) !== null);
}

export async function findTokensOf(source: Source, connectionId: string): Promise<TokenRow | null> {
  const [row] = await findTokens(source, [connectionId]);
  return row ?? null;
}

/** Writes what somebody got by connecting, in place of what was there. */
export async function insertTokens(
  sql: Sql,
  { seals }: Pick<Ctx, "seals">,
  owner: SealedFields<"connection_tokens"> & { readonly connectedBy: string },
  tokens: SealedTokens,
): Promise<void> {
  const { connectionId, ownerId, connectedAt, connectedBy } = owner;
  const { tokenId, value, projectKeyId, scopes, expiresAt, isRefreshable, dueAt } = tokens;
  const seal = seals.of("connection_tokens", owner);
  await sql`
    INSERT INTO connection_tokens (connection_id, token_id, value, project_key_id, owner_id, connected_at, connected_by,
      scopes, expires_at, is_refreshable, due_at, attempts, seal)
    VALUES (${connectionId}::uuid, ${tokenId}::uuid, ${value}, ${projectKeyId}::uuid, ${ownerId}::uuid,
      ${connectedAt}::timestamptz, ${connectedBy}, ${scopes}::text[], ${expiresAt}::timestamptz,
      ${isRefreshable}::boolean, ${dueAt}::timestamptz, 0, ${seal}::bytea)
    ON CONFLICT (connection_id) DO UPDATE SET token_id = excluded.token_id, value = excluded.value,
      project_key_id = excluded.project_key_id, owner_id = excluded.owner_id, connected_at = excluded.connected_at,
      connected_by = excluded.connected_by, scopes = excluded.scopes, expires_at = excluded.expires_at,
      is_refreshable = excluded.is_refreshable, refreshed_at = NULL, due_at = excluded.due_at, claimed_until = NULL,
      attempts = 0, error = NULL, lost_at = NULL, seal = excluded.seal`;
}

/**
 * Puts refreshed tokens in the place of those that they were got with. False when somebody connected or disconnected
 * meanwhile. The same once more changes nothing and is true.
 */
export async function replaceTokens(
  sql: Sql,
  before: Pick<TokenRow, "connectionId" | "tokenId">,
  tokens: SealedTokens,
  now: Date,
): Promise<boolean> {
  const { tokenId, value, projectKeyId, scopes, expiresAt, isRefreshable, dueAt } = tokens;
  const rows = await sql`
    UPDATE connection_tokens SET token_id = ${tokenId}::uuid, value = ${value}, project_key_id = ${projectKeyId}::uuid,
      scopes = ${scopes}::text[], expires_at = ${expiresAt}::timestamptz, is_refreshable = ${isRefreshable}::boolean,
      refreshed_at = ${now}::timestamptz, due_at = ${dueAt}::timestamptz, claimed_until = NULL, attempts = 0, error = NULL
    WHERE connection_id = ${before.connectionId}::uuid AND token_id IN (${before.tokenId}::uuid, ${tokenId}::uuid)
    RETURNING true`;
  return rows.length > 0;
}

/** Notes that refreshing failed, and when it is tried again. False when it is no longer about the same tokens. */
export async function noteFailure(
  sql: Sql,
  { connectionId, tokenId }: Pick<TokenRow, "connectionId" | "tokenId">,
  { error, dueAt }: { readonly error: string; readonly dueAt: Date },
): Promise<boolean> {
  const rows = await sql`
    UPDATE connection_tokens SET attempts = attempts + 1, error = ${error}, due_at = ${dueAt}::timestamptz, claimed_until = NULL
    WHERE connection_id = ${connectionId}::uuid AND token_id = ${tokenId}::uuid AND lost_at IS NULL RETURNING true`;
  return rows.length > 0;
}

/** Forgets tokens that are good for nothing any more. False when it was not for these. */
export async function noteLoss(
  sql: Sql,
  { connectionId, tokenId }: Pick<TokenRow, "connectionId" | "tokenId">,
  { error, now }: { readonly error: string; readonly now: Date },
): Promise<boolean> {
  const rows = await sql`
    UPDATE connection_tokens SET value = NULL, project_key_id = NULL, is_refreshable = false, due_at = NULL,
      claimed_until = NULL, error = ${error}, lost_at = ${now}::timestamptz
    WHERE connection_id = ${connectionId}::uuid AND token_id = ${tokenId}::uuid AND lost_at IS NULL RETURNING true`;
  return rows.length > 0;
}

/** Deletes the tokens of a connection. False when there are none, or others by now. */
export async function deleteTokens(
  sql: Sql,
  { connectionId, connectedAt }: Pick<TokenRow, "connectionId" | "connectedAt">,
): Promise<boolean> {
  const rows = await sql`
    DELETE FROM connection_tokens
    WHERE connection_id = ${connectionId}::uuid AND connected_at = ${connectedAt}::timestamptz RETURNING true`;
  return rows.length > 0;
}

export async function touchTokens(pool: Pool, connectionId: string, now: Date): Promise<void> {
  await sqlOn(pool)`
    UPDATE connection_tokens SET last_used_at = greatest(last_used_at, ${now}::timestamptz)
    WHERE connection_id = ${connectionId}::uuid RETURNING true`;
}

/** A claim that lasts longer was made by a clock that ran ahead. */
const CLAIM_MS_MAX = 10 * 60_000;

/** Takes the connection whose token is due first until a time, unless somebody else works at it; null when none is due. */
export async function claimNext(pool: Pool, now: Date, until: Date): Promise<string | null> {
  const latest = new Date(now.getTime() + CLAIM_MS_MAX);
  const [row] = await sqlOn(pool)<{ id: string }>`
    WITH next AS (
      SELECT connection_id FROM connection_tokens
      WHERE due_at <= ${now}::timestamptz
        AND (claimed_until IS NULL OR claimed_until < ${now}::timestamptz OR claimed_until > ${latest}::timestamptz)
      ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    UPDATE connection_tokens t SET claimed_until = ${until}::timestamptz FROM next
    WHERE t.connection_id = next.connection_id RETURNING t.connection_id AS id`;
  return row?.id ?? null;
}

/** Takes one whose tokens are still these. False when somebody else works at it, or did. */
export async function claimOne(
  pool: Pool,
  { connectionId, tokenId }: Pick<TokenRow, "connectionId" | "tokenId">,
  now: Date,
  until: Date,
): Promise<boolean> {
  const latest = new Date(now.getTime() + CLAIM_MS_MAX);
  const rows = await sqlOn(pool)`
    UPDATE connection_tokens SET claimed_until = ${until}::timestamptz
    WHERE connection_id = ${connectionId}::uuid AND token_id = ${tokenId}::uuid
      AND (claimed_until IS NULL OR claimed_until < ${now}::timestamptz OR claimed_until > ${latest}::timestamptz)
    RETURNING true`;
  return rows.length > 0;
}

/** Lets go of what was claimed, if it is still these tokens. */
export async function release(
  pool: Pool,
  { connectionId, tokenId }: Pick<TokenRow, "connectionId" | "tokenId">,
): Promise<void> {
  await sqlOn(pool)`
    UPDATE connection_tokens SET claimed_until = NULL
    WHERE connection_id = ${connectionId}::uuid AND token_id = ${tokenId}::uuid RETURNING true`;
}

/** Connections of people who are suspended or gone, at most `limit`. */
export async function listOwnerless(pool: Pool, limit: number): Promise<string[]> {
  const rows = await sqlOn(pool)<{ id: string }>`
    SELECT t.connection_id AS id FROM connection_tokens t
    WHERE t.owner_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM users u WHERE u.id = t.owner_id AND u.status = 'active')
    ORDER BY t.connection_id LIMIT ${limit}::int`;
  return rows.map(({ id }) => id);
}
