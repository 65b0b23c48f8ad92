import { mappingUsedConflict } from "@/lib/allowlist/references/conflict";
import type { NewAuditEvent } from "@/lib/audit/model";
import { actorLabel } from "@/lib/authorization/actor";
import { needsApproval } from "@/lib/authorization/approval";
import { authorize, requireUnnarrowed } from "@/lib/authorization/authorize";
import type { EnvironmentRef, EnvironmentRow, SecretTarget } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { foldName } from "@/lib/names/model";
import { AppError, fieldError, isAppError } from "@/lib/platform/app-error";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { newId } from "@/lib/platform/ids";
import { mappingMemberConflict } from "@/lib/pools/conflict";
import { PLATFORM_SLUG } from "@/lib/projects/model";
import { environmentsOf } from "@/lib/projects/service";
import { nameConflict } from "@/lib/secrets/conflict";
import { searchPatterns } from "@/lib/secrets/search-text";
import { type MappedScopes, type MappingMeta, type MappingPage, SCOPES_MAX } from "./model";
import type { MappingDeletion, MappingQuery, NewMapping } from "./schema";
import * as store from "./store";

/** Whoever looks for another types more of its name. */
const FOUND_MAX = 20;

/**
 * Lets a name of an environment stand for a secret of `platform`. Whoever does it must be able to know of that secret,
 * so an API key bound to a project cannot, and a narrowed one neither. Throws `conflict` at the name when it is taken.
 */
export async function createMapping(
  ctx: Ctx,
  input: NewMapping,
): Promise<{ readonly id: string; readonly name: string }> {
  const { project, environment, name, sharedEnvironment, sharedName } = input;
  const permit = await authorize(ctx, "mapping.write", { project, environment });
  await requireUnnarrowed(ctx, "mapping.write");
  if (project === PLATFORM_SLUG) {
    throw fieldError(
      "project",
      `The secrets of ${PLATFORM_SLUG} are shared from there; nothing is mapped into it.`,
    );
  }
  const shared = await authorize(ctx, "secret.read", {
    project: PLATFORM_SLUG,
    environment: sharedEnvironment,
    secret: { name: sharedName },
  }).catch((error: unknown) => {
    throw unknownShared(error, sharedEnvironment);
  });
  if (needsApproval(ctx, permit.environment))
    await ctx.hold.other(ctx, {
      ...{ kind: "mapping", environment: permit.environment, change: { create: input } },
      ...{ title: `Map ${name}`, secretIds: [shared.secret.id] },
    });
  const now = ctx.now();
  const id = newId(now);
  await inTransaction(ctx, async (tx) => {
    await store.insertMapping(
      tx,
      ctx.seals,
      permit,
      shared,
      { id, name },
      { now, by: actorLabel(ctx.actor) },
    );
    const { id: secretId, name: secretName } = shared.secret;
    await ctx.audit.append(tx, ctx, [
      mappingEvent("mapping.created", permit.environment, { name, secretId, secretName }),
    ]);
  }).catch(async (error: unknown) => {
    throw await nameConflict(ctx, permit.environment, name, error);
  });
  return { id, name };
}

/**
 * Takes a mapping away. The shared secret stays as it is. Throws `conflict` with the allowlist endpoints or pools of the
 * environment while one of them uses it.
 */
export async function deleteMapping(ctx: Ctx, input: MappingDeletion): Promise<{ readonly name: string }> {
  const { project, environment, mappingId } = input;
  const permit = await authorize(ctx, "mapping.write", { project, environment });
  await requireUnnarrowed(ctx, "mapping.write");
  const found = needsApproval(ctx, permit.environment)
    ? await store.findMapping(ctx.pool, permit, mappingId)
    : null;
  if (found)
    await ctx.hold.other(ctx, {
      ...{
        kind: "mapping",
        environment: permit.environment,
        change: { remove: { ...input, name: found.name } },
      },
      ...{ title: `Remove the mapping ${found.name}`, secretIds: [found.secretId] },
    });
  const deleted = await inTransaction(ctx, async (tx) => {
    const conflict =
      (await mappingUsedConflict(tx, permit, mappingId)) ??
      (await mappingMemberConflict(tx, permit, mappingId));
    if (conflict) throw conflict;
    const mapping = await store.deleteMapping(tx, permit, mappingId);
    if (mapping)
      await ctx.audit.append(tx, ctx, [mappingEvent("mapping.deleted", permit.environment, mapping)]);
    return mapping;
  });
  if (!deleted) throw new AppError("notFound", "This mapping is not there any more.");
  return { name: deleted.name };
}

/** One page of the mappings of an environment, by name: metadata only. */
export async function listMappings(
  ctx: Ctx,
  target: EnvironmentRef,
  query: MappingQuery,
): Promise<MappingPage & { readonly environment: EnvironmentRow }> {
  const permit = await authorize(ctx, "mapping.list", target);
  const after = query.after === undefined ? null : decodeCursor(query.after, "name").key;
  const rows = await store.listMappings(ctx.pool, permit, { after }, query.limit + 1);
  const shown = rows.slice(0, query.limit);
  const last = rows.length > shown.length ? shown.at(-1) : undefined;
  const next = last ? encodeCursor({ sort: "name", key: last.nameFolded, id: last.id }) : null;
  return { environment: permit.environment, items: shown.map(metaOf), next };
}

/** What a name of an environment stands for, or null where it stands for no shared secret. */
export async function findMapping(
  ctx: Ctx,
  target: EnvironmentRef,
  name: string,
): Promise<MappingMeta | null> {
  const permit = await authorize(ctx, "mapping.list", target);
  const [row] = await store.listMappings(ctx.pool, permit, { name: foldName(name) }, 1);
  return row ? metaOf(row) : null;
}

/** The first of the shared secrets of an environment that a search finds, by their names here and there; none for no search. */
export async function searchMappings(
  ctx: Ctx,
  target: EnvironmentRef,
  search: string,
): Promise<readonly MappingMeta[]> {
  const permit = await authorize(ctx, "mapping.list", target);
  const words = searchPatterns(search);
  if (words.length === 0) return [];
  return (await store.listMappings(ctx.pool, permit, { words }, FOUND_MAX)).map(metaOf);
}

/** The environments of `platform` that a mapping may refer to. */
export async function sharedEnvironments(
  ctx: Ctx,
  target: EnvironmentRef,
): Promise<readonly { readonly slug: string; readonly name: string }[]> {
  await authorize(ctx, "mapping.list", target);
  const environments = await environmentsOf(ctx, PLATFORM_SLUG);
  return environments.map(({ slug, name }) => ({ slug, name }));
}

/** Where a shared secret is mapped into. */
export async function mappedScopes(ctx: Ctx, target: SecretTarget): Promise<MappedScopes> {
  const permit = await authorize(ctx, "secret.read", target);
  const scopes = await store.listScopes(ctx.pool, permit.secret.id);
  return {
    count: scopes.length,
    scopes: scopes
      .slice(0, SCOPES_MAX)
      .map(({ project, environment, name }) => ({ project, environment, name })),
  };
}

function unknownShared(error: unknown, environment: string): unknown {
  if (!isAppError(error) || error.code !== "notFound") return error;
  const message = `There is no such shared secret in ${PLATFORM_SLUG}, ${environment}.`;
  return new AppError("notFound", message, { fields: { sharedName: [message] } });
}

function metaOf(row: store.MappingRecord): MappingMeta {
  const { id, name, createdBy, description, category, audience, updatedBy } = row;
  const { secretId, secretName, secretEnvironment, currentVersion, updatedAt, createdAt } = row;
  return {
    id,
    name,
    secret: {
      id: secretId,
      name: secretName,
      environment: secretEnvironment,
      version: currentVersion,
      updatedAt: updatedAt.toISOString(),
      ...{ description, category, audience, updatedBy },
    },
    createdAt: createdAt.toISOString(),
    createdBy,
  };
}

function mappingEvent(
  action: "mapping.created" | "mapping.deleted",
  { id, projectId, projectSlug, slug }: EnvironmentRow,
  { name, secretId, secretName }: store.DeletedMapping,
): NewAuditEvent {
  return {
    action,
    target: { projectId, environmentId: id, secretId, name },
    detail: { project: projectSlug, environment: slug, name, secret: secretName },
  };
}
