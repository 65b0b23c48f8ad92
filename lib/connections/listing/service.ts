import { authorize } from "@/lib/authorization/authorize";
import { reachesEnvironment } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { environmentsOf } from "@/lib/projects/service";
import { credentialName } from "@/lib/secrets/credentials/service";
import { type ConnectionMeta, missingScopes, stateOf } from "../model";
import { type ConnectionRow, countOfProject, listConnections } from "../store";
import { findTokens, type TokenRow } from "../tokens/store";

/** Which connections of a project: of one environment, or of all that the actor reaches. */
export interface ConnectionScope {
  readonly project: string;
  readonly environment?: string | undefined;
}

/** The connections that the actor reaches, in order, and how each stands. */
export async function listConnectionsIn(
  ctx: Ctx,
  { project, environment }: ConnectionScope,
): Promise<ConnectionMeta[]> {
  const permit = await authorize(ctx, "connection.list", { project });
  const all = await environmentsOf(ctx, permit.project.slug);
  const wanted = all
    .filter(({ id }) => reachesEnvironment(ctx.actor, { id, projectId: permit.project.id }))
    .filter(({ slug }) => environment === undefined || slug === environment);
  if (environment !== undefined && wanted.length === 0)
    throw new AppError("notFound", "There is no such project or environment.");
  const rows = await listConnections(
    ctx,
    wanted.map(({ id }) => id),
  );
  const tokens = await findTokens(
    ctx,
    rows.map(({ id }) => id),
  );
  const byId = new Map(tokens.map((row) => [row.connectionId, row]));
  return Promise.all(rows.map((row) => shownConnection(ctx, row, byId.get(row.id) ?? null)));
}

/** The apps of environments that programs can get tokens of. The caller has authorised to know of them. */
export async function listConnected(ctx: Ctx, environmentIds: readonly string[]): Promise<ConnectionRow[]> {
  const rows = await listConnections(ctx, environmentIds);
  const tokens = await findTokens(
    ctx,
    rows.map(({ id }) => id),
  );
  const good = new Set(
    tokens.flatMap((row) => (stateOf(row, ctx.now()) === "reconnect" ? [] : row.connectionId)),
  );
  return rows.filter(({ id }) => good.has(id));
}

const SOON_MS = 14 * 24 * 3_600_000;

/**
 * How many a project has, at most `limit`; of those that are connected, how many end within two weeks and are not refreshed, and how
 * many were never used. For people who see all secrets.
 */
export async function countConnections(ctx: Ctx, project: string, limit: number) {
  const permit = await authorize(ctx, "overview.read", { project });
  return countOfProject(ctx.pool, permit.project.id, new Date(ctx.now().getTime() + SOON_MS), limit);
}

async function shownConnection(
  ctx: Ctx,
  row: ConnectionRow,
  tokens: TokenRow | null,
): Promise<ConnectionMeta> {
  const { project, environment, name, configuration, environmentId, credentialId } = row;
  const { kind, provider, clientId, grant, owner, scopes } = configuration;
  const credential = await credentialName(ctx, { id: environmentId }, credentialId);
  const scopesGranted = tokens?.scopes ?? [];
  return {
    ...{ project, environment, name, kind, provider, host: new URL(provider.tokenEndpoint).host },
    ...{ clientId, credential, grant, owner, scopes, scopesGranted },
    state: stateOf(tokens, ctx.now()),
    ownedBy: tokens?.ownedBy ?? null,
    scopesMissing: tokens ? missingScopes(scopes, scopesGranted) : [],
    expiresAt: tokens?.expiresAt?.toISOString() ?? null,
    isRefreshed: tokens?.isRefreshable ?? false,
    connectedAt: tokens?.connectedAt.toISOString() ?? null,
    connectedBy: tokens?.connectedBy ?? null,
    refreshedAt: tokens?.refreshedAt?.toISOString() ?? null,
    lastUsedAt: tokens?.lastUsedAt?.toISOString() ?? null,
    error: tokens?.error ?? null,
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: row.updatedBy,
  };
}
