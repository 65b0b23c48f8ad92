import type { NewAuditEvent } from "@/lib/audit/model";
import { actorLabel } from "@/lib/authorization/actor";
import { authorize } from "@/lib/authorization/authorize";
import type { ProjectRow } from "@/lib/authorization/permit";
import { visibilityOf } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import { sqlIn } from "@/lib/db/sql";
import { inTransaction } from "@/lib/db/transaction";
import { enqueue } from "@/lib/jobs/job";
import { AppError, type FieldErrors } from "@/lib/platform/app-error";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { isId, newId } from "@/lib/platform/ids";
import type { EnvironmentOfProject } from "@/lib/projects/model";
import { environmentsOf } from "@/lib/projects/service";
import { SWEEP_JOB } from "./job-name";
import { keySecretHash, newKeyText } from "./key-text";
import { listMakers } from "./makers/store";
import {
  type ApiKeyMeta,
  type ApiKeyPage,
  type CreatedApiKey,
  EVERY_ENVIRONMENT,
  expiryOf,
  KEY_ENDS_SOON_DAYS,
  NEVER,
  statusOf,
} from "./model";
import { narrowingOf } from "./narrowing/service";
import { findSecretNames } from "./narrowing/store";
import { excessOf, type KeyReach } from "./policy";
import { keyTarget, revokedEvent } from "./revocation";
import type { ApiKeyQuery, ApiKeyRevocation, NewApiKey } from "./schema";
import * as store from "./store";

const DAY_MS = 24 * 60 * 60 * 1_000;
const MAKERS_MAX = 100;
const NO_END = "This key never expires. Give it an end, or note when to replace it.";

/**
 * Makes an API key and answers with its text, which is kept nowhere and never shown again. Keys of the whole
 * organisation (`project: null`) are for Owners. The names of secrets are looked up once: the key holds what they stand for
 * now. Throws `forbidden`, naming what is too much, when a key would make one that may do more than itself, and
 * `validation` with every error in environment, secrets and expiry.
 */
export async function createApiKey(ctx: Ctx, input: NewApiKey): Promise<CreatedApiKey> {
  const now = ctx.now();
  const scope = await scopeOfNew(ctx, input);
  if (input.skipsApproval) await authorize(ctx, "approval.skip", null);
  const expiresAt = expiryOf(input.expires ?? NEVER, now);
  const { publicId, secret, text } = newKeyText();
  const { name, kind: keyKind, permissions, skipsApproval } = input;
  const reach = { projectId: scope.projectId, environmentId: scope.environmentId ?? null };
  const { secretIds, errors } = await narrowingOf(ctx, reach, input.secrets);
  const wanted = {
    ...{ ...reach, keyKind, permissions, allowedSecretIds: secretIds },
    expiresAt: expiresAt ?? null,
  };
  await requireWithinMaker(ctx, wanted);
  requireRight(input, scope, { expiresAt, now, secrets: errors });
  const key = {
    ...{ ...wanted, id: newId(now), publicId, secretHash: keySecretHash(secret), name },
    skipsApproval: skipsApproval ? (true as const) : null,
  };
  const by = actorLabel(ctx.actor);
  await inTransaction(ctx, async (tx) => {
    await store.insertApiKey(tx, ctx.seals, key, { now, by });
    await ctx.audit.append(tx, ctx, [createdEvent(key)]);
  });
  const environment = scope.environments.find(({ id }) => id === reach.environmentId)?.slug ?? null;
  const { audiences } = visibilityOf(ctx.actor);
  const secrets = secretIds && (await findSecretNames(ctx.pool, reach, secretIds, audiences));
  const unused = { revokedAt: null, revokedBy: null, lastUsedAt: null, lastUsedIp: null };
  const environmentRef = { project: input.project, environment };
  const row = {
    ...{ ...key, ...unused, ...environmentRef },
    ...{ secrets, unresolvedNames: [], createdAt: now, createdBy: by },
  };
  return { key: metaOf(row, now), text, warnings: expiresAt === null ? [NO_END] : [] };
}

/** Filters may be left out. */
type ListQuery = Pick<ApiKeyQuery, "show" | "limit"> & Partial<ApiKeyQuery>;

/** The API keys that reach a project, newest first; with `null`, those of the whole organisation. Never a key's text. */
export async function listApiKeys(ctx: Ctx, project: string | null, query: ListQuery): Promise<ApiKeyPage> {
  const scope = await scopeOf(ctx, project, project === null ? "organisationKey.list" : "apiKey.list");
  const after = query.after === undefined ? null : decodeCursor(query.after, "created");
  const rows = await store.listApiKeys(
    ctx.pool,
    { ...scope, alsoEverywhere: ctx.actor.kind !== "apiKey", audiences: visibilityOf(ctx.actor).audiences },
    {
      ...{ show: query.show, id: null },
      ...filtersOf(query, ctx.now()),
      limit: query.limit + 1,
      after: after && { at: new Date(Number(after.key)), id: after.id },
    },
  );
  const shown = rows.slice(0, query.limit);
  const last = rows.length > shown.length ? shown.at(-1) : undefined;
  const next = last
    ? encodeCursor({ sort: "created", key: String(last.createdAt.getTime()), id: last.id })
    : null;
  return { items: shown.map((row) => metaOf(row, ctx.now())), next };
}

/** How many keys reach a project, as its list has them before any filter; `limit` at most. */
export async function countApiKeys(ctx: Ctx, project: string, limit: number): Promise<store.KeyCounts> {
  const permit = await authorize(ctx, "apiKey.list", { project });
  const now = ctx.now();
  const soon = new Date(now.getTime() + KEY_ENDS_SOON_DAYS * DAY_MS);
  return store.countKeys(ctx.pool, permit.project.id, { now, soon }, limit);
}

/** One key that reaches a project: of it or of the whole organisation, ended or not. Throws `notFound`. */
export async function findApiKey(ctx: Ctx, project: string, keyId: string): Promise<ApiKeyMeta> {
  const scope = await scopeOf(ctx, project, "apiKey.list");
  const [row] = isId(keyId)
    ? await store.listApiKeys(
        ctx.pool,
        {
          ...scope,
          alsoEverywhere: ctx.actor.kind !== "apiKey",
          audiences: visibilityOf(ctx.actor).audiences,
        },
        { ...filtersOf({ show: "kept", limit: 1 }, ctx.now()), show: null, id: keyId, after: null, limit: 1 },
      )
    : [];
  if (!row) throw new AppError("notFound", "There is no such API key here.");
  return metaOf(row, ctx.now());
}

function filtersOf({ maker, kind, used, expires }: ListQuery, now: Date): store.KeyFilters {
  const inDays = (days: number) => new Date(now.getTime() + days * DAY_MS);
  return {
    ...{
      maker: maker ?? null,
      kind: kind ?? null,
      isUnused: used === "never",
      isEndless: expires === "none",
    },
    unusedSince: used === "30d" ? inDays(-30) : used === "90d" ? inDays(-90) : null,
    endsAfter: expires === "soon" ? now : null,
    endsBy: expires === "soon" ? inDays(KEY_ENDS_SOON_DAYS) : expires === "past" ? now : null,
  };
}

export interface KeyListing {
  readonly project: ProjectRow;
  /** What keys of the project may be made for. */
  readonly environments: readonly EnvironmentOfProject[];
  readonly page: ApiKeyPage;
  /** Who made the keys of the project and of the organisation; the first hundred, in order. */
  readonly makers: readonly string[];
}

/** The same with what surrounds it: what the page of a project's keys begins with. */
export async function openKeys(ctx: Ctx, project: string, query: ApiKeyQuery): Promise<KeyListing> {
  const permit = await authorize(ctx, "apiKey.list", { project });
  const [environments, page, makers] = await Promise.all([
    environmentsOf(ctx, permit.project.slug),
    listApiKeys(ctx, project, query),
    listMakers(ctx.pool, permit.project.id, MAKERS_MAX),
  ]);
  return { project: permit.project, environments, page, makers };
}

/** Ends an API key for ever, on every instance from its next request on. One that was revoked before stays as it is. */
export async function revokeApiKey(ctx: Ctx, input: ApiKeyRevocation): Promise<{ readonly name: string }> {
  const { project, keyId } = input;
  const scope = await scopeOf(ctx, project, project === null ? "organisationKey.revoke" : "apiKey.revoke");
  const stamp = { now: ctx.now(), by: actorLabel(ctx.actor) };
  const revoked = await inTransaction(ctx, async (tx) => {
    const key = await store.revokeApiKey(tx, ctx.seals, scope, keyId, stamp);
    if (!key?.isNew) return key;
    await ctx.audit.append(tx, ctx, [revokedEvent({ ...key, id: keyId, projectId: scope.projectId })]);
    await enqueue(sqlIn(tx), SWEEP_JOB, {});
    return key;
  });
  if (!revoked) throw new AppError("notFound", "There is no such API key here.");
  return { name: revoked.name };
}

type ListAction = "apiKey.list" | "apiKey.revoke" | "organisationKey.list" | "organisationKey.revoke";

/**
 * The keys that the actor may list or revoke there: a key sees none that reach further than itself. What they may do does
 * not count: to take a key away needs less than to make it.
 */
async function scopeOf(ctx: Ctx, project: string | null, action: ListAction): Promise<store.KeyLocation> {
  const environmentId = ctx.actor.kind === "apiKey" ? ctx.actor.environmentId : null;
  const { secretIds } = visibilityOf(ctx.actor);
  if (action === "organisationKey.list" || action === "organisationKey.revoke") {
    await authorize(ctx, action, null);
    return { projectId: null, environmentId, secretIds };
  }
  const permit = await authorize(ctx, action, { project: project ?? "" });
  return { projectId: permit.project.id, environmentId, secretIds };
}

interface NewScope {
  readonly projectId: string | null;
  readonly environments: readonly EnvironmentOfProject[];
  /** Null: every environment; undefined: there is none of that name. */
  readonly environmentId: string | null | undefined;
}

async function scopeOfNew(ctx: Ctx, { project, environment }: NewApiKey): Promise<NewScope> {
  const isForAll = environment === EVERY_ENVIRONMENT;
  if (project === null) {
    await authorize(ctx, "organisationKey.create", null);
    return { projectId: null, environments: [], environmentId: isForAll ? null : undefined };
  }
  const permit = await authorize(ctx, "apiKey.create", { project });
  const environments = await environmentsOf(ctx, permit.project.slug);
  const found = environments.find(({ slug }) => slug === environment)?.id;
  return { projectId: permit.project.id, environments, environmentId: isForAll ? null : found };
}

/** People who may make keys may make any; a key makes none that goes further than itself. */
async function requireWithinMaker(ctx: Ctx, made: KeyReach): Promise<void> {
  if (ctx.actor.kind !== "apiKey") return;
  const expiresAt = await store.findExpiry(ctx.pool, ctx.actor.id);
  const exceeds = excessOf({ ...ctx.actor, expiresAt }, made);
  if (exceeds.length === 0) return;
  ctx.audit.refuse(ctx, { action: "access.refused", detail: { wanted: "apiKey.create" } });
  const list = new Intl.ListFormat("en").format(exceeds);
  throw new AppError("forbidden", `An API key cannot permit more than it has itself. Too much: ${list}.`, {
    facts: { exceeds },
  });
}

interface FoundParts {
  readonly expiresAt: Date | null | undefined;
  readonly now: Date;
  /** What is wrong with the secrets. */
  readonly secrets: readonly string[];
}

function requireRight({ project }: NewApiKey, scope: NewScope, { expiresAt, now, secrets }: FoundParts) {
  const fields: Record<string, readonly string[]> = {};
  if (secrets.length > 0) fields.secrets = secrets;
  if (scope.environmentId === undefined) fields.environment = [unknownEnvironment(project, scope)];
  if (expiresAt === undefined) fields.expires = ["Choose a valid time of expiry."];
  if (expiresAt && expiresAt <= now) fields.expires = ["Choose a future date."];
  if (Object.keys(fields).length > 0)
    throw new AppError("validation", "Some fields are invalid.", {
      fields: fields satisfies FieldErrors,
    });
}

function unknownEnvironment(project: string | null, { environments }: NewScope): string {
  if (project === null) return "A key of the whole organisation is for every environment: *.";
  const known = [...environments.map(({ slug }) => slug), EVERY_ENVIRONMENT];
  return `The project has no such environment. Choose ${new Intl.ListFormat("en", { type: "disjunction" }).format(known)}.`;
}

function createdEvent(key: store.ApiKeyInsert): NewAuditEvent {
  const { id, keyKind, permissions, allowedSecretIds, expiresAt, skipsApproval } = key;
  return {
    action: "apiKey.created",
    target: keyTarget(key),
    detail: {
      id,
      kind: keyKind,
      permissions,
      secrets: allowedSecretIds?.length ?? null,
      expiresAt: expiresAt?.toISOString() ?? null,
      ...(skipsApproval && { skipsApproval }),
    },
  };
}

function metaOf(row: store.ListedKey, now: Date): ApiKeyMeta {
  const { id, publicId, name, keyKind, project, environment, permissions, createdBy, revokedBy, lastUsedIp } =
    row;
  return {
    ...{
      id,
      publicId,
      name,
      kind: keyKind,
      project,
      environment,
      permissions,
      createdBy,
      revokedBy,
      lastUsedIp,
    },
    secrets: row.secrets,
    unresolvedNames: row.unresolvedNames,
    skipsApproval: row.skipsApproval === true,
    status: statusOf(row, now),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}
