import { findAccount } from "@/lib/accounts/store";
import { expiryOf } from "@/lib/api-keys/model";
import type { NewAuditEvent } from "@/lib/audit/model";
import { actorLabel } from "@/lib/authorization/actor";
import { authorize, requireUnnarrowed } from "@/lib/authorization/authorize";
import type { EnvironmentRow, Permit, SecretRow, SecretTarget } from "@/lib/authorization/permit";
import { isBound, isMember, reachOf, visibilityOf } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { databaseFailure } from "@/lib/db/errors";
import { inTransaction } from "@/lib/db/transaction";
import { holdStanding } from "@/lib/people/membership/standing";
import { AppError, fieldError, isAppError } from "@/lib/platform/app-error";
import { isId, newId } from "@/lib/platform/ids";
import { mayEnd, mayGrant } from "./cover";
import { findGroup } from "./groups/store";
import {
  GRANTS_MAX,
  type GrantMeta,
  type GrantPage,
  MATCHES_COUNTED_MAX,
  type NewGrantResult,
  type ReachingGrants,
  type ReachingRole,
} from "./model";
import type { NewGrant } from "./schema";
import * as store from "./store";

const PAGE_SIZE = 100;

/** What a grant is about, as it was found. */
interface Target {
  readonly project: Permit<"grant.write">["project"];
  readonly environment: EnvironmentRow | null;
  readonly secret: SecretRow | null;
  readonly pattern: string | null;
}

/**
 * Grants a Member, or a group of them, access to secrets. Whoever does it must be able to know of those secrets; a Member who
 * manages some grants less than that. Throws `validation` at the field that is wrong, and `conflict` when its holder has the
 * same already.
 */
export async function createGrant(ctx: Ctx, input: NewGrant): Promise<NewGrantResult> {
  const { subject, target: asked, capability } = input;
  const { project } = await authorize(ctx, "grant.write", { project: asked.project });
  await requireUnnarrowed(ctx, "grant.write");
  const target = await findTarget(ctx, project, asked);
  const prefix = asked.pattern;
  if (!mayGrant(ctx.actor, capability, { ...idsOf(target), secretName: target.secret?.name ?? null, prefix }))
    throw new AppError("forbidden", "You can grant less than what you may do yourself, and only there.");
  const now = ctx.now();
  const expiresAt = expiryOf(input.expires, now) ?? null;
  if (expiresAt && expiresAt <= now) throw fieldError("expires", "This time has passed.");
  const id = newId(now);
  await inTransaction(ctx, async (tx) => {
    await holdStanding(ctx, tx);
    const holder = await findHolder(ctx, tx, subject);
    await store.deleteEndedGrantsOf(tx, holder, now);
    if ((await store.countGrants(tx, holder)) >= GRANTS_MAX)
      throw fieldError(
        "subject",
        `Nobody has more than ${GRANTS_MAX.toLocaleString("en")} grants. Use a pattern or an environment.`,
      );
    const { userId, groupId } = holder;
    await store.insertGrant(tx, ctx.seals, {
      ...{ id, userId, groupId, ...idsOf(target), namePrefix: prefix, capability, expiresAt },
      ...{ createdAt: now, createdBy: actorLabel(ctx.actor) },
    });
    await ctx.audit.append(tx, ctx, [
      grantEvent("grant.created", idsOf(target), {
        ...{ holder: subject, project: project.slug, environment: target.environment?.slug ?? null },
        ...{ secret: target.secret?.name ?? null, pattern: prefix === null ? null : `${prefix}*` },
        ...{ capability, expires: expiresAt?.toISOString() ?? null },
      }),
    ]);
  }).catch((error: unknown) => {
    if (databaseFailure(error).kind !== "unique") throw error;
    throw new AppError(
      "conflict",
      "They have been granted this already. Remove that grant to change when it ends.",
    );
  });
  if (prefix === null) return { id, matches: null };
  const known = { prefix: prefix.toLowerCase(), audiences: visibilityOf(ctx.actor).audiences };
  return { id, matches: await store.countMatches(ctx.pool, idsOf(target), known, MATCHES_COUNTED_MAX + 1) };
}

/** Ends a grant at once. Throws `notFound`, and `forbidden` for a Member who could not have made it. */
export async function deleteGrant(ctx: Ctx, id: string): Promise<GrantMeta> {
  const found = isId(id) ? await findGrant(ctx, id) : undefined;
  await authorize(ctx, "grant.write", { project: found?.project ?? "" }).catch((error: unknown) => {
    throw isAppError(error) && error.code === "notFound" ? noGrant() : error;
  });
  await requireUnnarrowed(ctx, "grant.write");
  if (!found) throw noGrant();
  const { row, ...grant } = found;
  const { projectId, environmentId, secretId, namePrefix: prefix } = row;
  const on = { projectId, environmentId, secretId, secretName: grant.secret, prefix };
  // Whoever could not know of it is not told that it is there.
  if (!mayEnd(ctx.actor, grant.capability, on)) throw noGrant();
  await inTransaction(ctx, async (tx) => {
    if (!(await store.deleteGrant(tx, id))) throw noGrant();
    const { holder, project, environment, secret, pattern, capability } = grant;
    const named = holder.kind === "person" ? { person: holder.email } : { group: holder.slug };
    await ctx.audit.append(tx, ctx, [
      grantEvent("grant.deleted", on, {
        ...{ holder: named, project, environment, secret, pattern, capability, expires: null },
      }),
    ]);
  });
  return grant;
}

/** Where a page of a list begins, and how long it is. */
interface PageAsked {
  readonly after?: string | undefined;
  readonly limit?: number;
}

/**
 * One page of the grants of a project, in the order they were made. An API key that is bound to an environment gets those that
 * it could have made: in that environment.
 */
export async function listGrants(ctx: Ctx, project: string, asked: PageAsked = {}): Promise<GrantPage> {
  const permit = await authorize(ctx, "grant.list", { project });
  await requireUnnarrowed(ctx, "grant.list");
  const { environmentId } = reachOf(ctx.actor);
  return pageOf(ctx, { projectId: permit.project.id, environmentId }, asked);
}

/** What a person was granted, alone and through groups, the first page of it. */
export async function listGrantsOfPerson(ctx: Ctx, personId: string): Promise<GrantPage> {
  await authorize(ctx, "person.list", null);
  return pageOf(ctx, { userId: personId });
}

/** What a group was granted. */
export async function listGrantsOfGroup(ctx: Ctx, groupId: string): Promise<GrantPage> {
  await authorize(ctx, "group.list", null);
  return pageOf(ctx, { groupId });
}

/** One page of the grants by which Members reach a secret, with when each of them changed or read it last. */
export async function listGrantsTo(
  ctx: Ctx,
  target: SecretTarget,
  asked: PageAsked = {},
): Promise<ReachingGrants> {
  const reaching = await authorize(ctx, "grant.read", target);
  const [{ items, next }, uses] = await Promise.all([
    pageOf(ctx, { reaching }, asked),
    store.lastUsesBy(ctx.pool, reaching.secret.id),
  ]);
  const lastOf = new Map(uses.map(({ by, at }) => [by, at.toISOString()]));
  return { items: items.map((item) => ({ ...item, lastUsedAt: lastOf.get(item.holder.id) ?? null })), next };
}

/** How many grants reach a secret. */
export async function countGrantsTo(ctx: Ctx, target: SecretTarget): Promise<number> {
  const reaching = await authorize(ctx, "grant.read", target);
  return store.countReaching(ctx.pool, reaching, ctx.now());
}

/** How many people reach a secret by their role, and when one of each changed or read it last. */
export async function listRolesReaching(ctx: Ctx, target: SecretTarget): Promise<readonly ReachingRole[]> {
  const { secret } = await authorize(ctx, "grant.read", target);
  if (isMember(ctx.actor)) throw new AppError("forbidden", "Members do not see who has which role.");
  return store.listRoles(ctx.pool, secret.id);
}

async function pageOf(
  ctx: Ctx,
  wanted: Omit<store.GrantsWanted, "limit">,
  { after, limit = PAGE_SIZE }: PageAsked = {},
): Promise<GrantPage> {
  const { items, next } = await storedPage(ctx, { ...wanted, after, limit });
  return { items: items.map(({ row: _row, ...grant }) => grant), next };
}

async function findGrant(ctx: Ctx, id: string): Promise<store.StoredGrant | undefined> {
  return (await storedPage(ctx, { id, limit: 1 })).items[0];
}

/** Without grants on one secret that the actor may not know of, wherever it is. */
function storedPage(ctx: Ctx, wanted: store.GrantsWanted): ReturnType<typeof store.listGrants> {
  const { audiences } = visibilityOf(ctx.actor);
  return store.listGrants(ctx.pool, ctx.seals, ctx.now(), { ...wanted, audiences });
}

async function findTarget(
  ctx: Ctx,
  project: Target["project"],
  { environment, secret, pattern }: NewGrant["target"],
): Promise<Target> {
  if (environment === null) return { project, environment: null, secret: null, pattern };
  const scope = { project: project.slug, environment };
  if (secret === null) {
    const permit = await authorize(ctx, "secret.list", scope).catch(at("environment"));
    return { project, environment: permit.environment, secret: null, pattern };
  }
  const permit = await authorize(ctx, "secret.read", { ...scope, secret: { name: secret } }).catch(
    at("secret"),
  );
  return { project, environment: permit.environment, secret: permit.secret, pattern: null };
}

/** Says at a field what is not there. */
function at(field: string) {
  return (error: unknown): never => {
    if (!isAppError(error) || error.code !== "notFound") throw error;
    throw new AppError("notFound", error.detail, { fields: { [field]: [error.detail] } });
  };
}

function idsOf({ project, environment, secret }: Target) {
  return {
    ...{ projectId: project.id, environmentId: environment?.id ?? null, secretId: secret?.id ?? null },
  };
}

/** Who is to have a grant: an active Member, whose row is read under the same transaction, or a group. */
async function findHolder(
  ctx: Ctx,
  tx: Tx,
  subject: NewGrant["subject"],
): Promise<{ readonly userId: string | null; readonly groupId: string | null }> {
  if ("group" in subject) {
    const group = await findGroup(tx, ctx.seals, subject.group);
    if (!group) throw fieldError("group", "There is no such group.");
    return { userId: null, groupId: group.id };
  }
  const person = await findAccount(tx, ctx.seals, { email: subject.person });
  const isPossible = person?.status === "active" && person.role === "member";
  // Members, and keys that are not of the whole organisation, learn nothing else of who has an account.
  if ((isMember(ctx.actor) || isBound(ctx.actor)) && !isPossible)
    throw fieldError("person", "There is no active Member with this address.");
  if (!person) throw fieldError("person", "There is no person with this address.");
  if (person.id === (ctx.actor.kind === "user" ? ctx.actor.id : null))
    throw fieldError("person", "Nobody grants themselves anything.");
  if (person.status !== "active") throw fieldError("person", "This person is suspended.");
  if (person.role !== "member")
    throw fieldError("person", "Only Members are granted access: other roles see every secret.");
  return { userId: person.id, groupId: null };
}

interface Told {
  readonly holder: { readonly person: string } | { readonly group: string };
  readonly project: string;
  readonly environment: string | null;
  readonly secret: string | null;
  readonly pattern: string | null;
  readonly capability: string;
  readonly expires: string | null;
}

function grantEvent(
  action: "grant.created" | "grant.deleted",
  ids: {
    readonly projectId: string;
    readonly environmentId: string | null;
    readonly secretId: string | null;
  },
  { holder, ...told }: Told,
): NewAuditEvent {
  const set = (fields: Readonly<Record<string, string | null>>) =>
    Object.fromEntries(
      Object.entries(fields).filter((field): field is [string, string] => field[1] !== null),
    );
  return {
    action,
    target: {
      projectId: ids.projectId,
      ...(ids.environmentId !== null && { environmentId: ids.environmentId }),
      ...(ids.secretId !== null && { secretId: ids.secretId }),
      name: told.secret ?? told.pattern ?? told.environment ?? told.project,
    },
    detail: { ...holder, ...set({ ...told }) },
  };
}

function noGrant(): AppError {
  return new AppError("notFound", "There is no such grant. It may have been removed or have ended.");
}
