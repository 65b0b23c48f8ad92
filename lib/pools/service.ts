import { actorLabel } from "@/lib/authorization/actor";
import { authorize, mayEver, notFoundOrHidden } from "@/lib/authorization/authorize";
import type { EnvironmentRef, EnvironmentRow, Permit, SecretTarget } from "@/lib/authorization/permit";
import { reachesEnvironment } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import { databaseFailure } from "@/lib/db/errors";
import { type Sql, sqlOn } from "@/lib/db/sql";
import { inSqlTransaction } from "@/lib/db/transaction";
import { foldName } from "@/lib/names/model";
import { findByName, reachOf } from "@/lib/names/store";
import { AppError } from "@/lib/platform/app-error";
import { changesOf, poolTarget } from "./event";
import { MEMBERSHIPS_MAX, type Membership, POOLS_MAX, type Pool, type PoolWithUse, sumOf } from "./model";
import type { StoredPool } from "./rows";
import type { NewPool } from "./schema";
import { seenMembers, shownPool } from "./shown";
import * as store from "./store";
import { usesIn } from "./usage/history";
import { countsSince } from "./usage/store";

/** How many endpoints a message names. */
const NAMED_MAX = 5;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** The pools of an environment by name, each with its members as far as the actor may know of them, and their last day. */
export async function listPools(
  ctx: Ctx,
  scope: EnvironmentRef,
): Promise<{ readonly environment: EnvironmentRow; readonly pools: readonly Pool[] }> {
  const { environment } = await authorize(ctx, "pool.list", scope);
  return { environment, pools: await shownPools(ctx, environment, null) };
}

/** The same with the use of each member in the last 24 hours and 30 days. */
export async function listPoolsWithUse(ctx: Ctx, scope: EnvironmentRef): Promise<readonly PoolWithUse[]> {
  const { environment } = await authorize(ctx, "pool.list", scope);
  const [stored, useOf] = await Promise.all([
    store.listPools(sqlOn(ctx.pool), ctx, environment, null),
    usesIn(ctx, environment.id),
  ]);
  return stored.map((pool) => {
    const use = seenMembers(ctx, pool).map(({ secretId }) => useOf({ poolId: pool.id, secretId }));
    const lastDay = new Map(
      seenMembers(ctx, pool).map(({ secretId }, i) => [secretId, sumOf(use[i]?.hours ?? [])]),
    );
    return { ...shownPool(ctx, environment.id, pool, (secretId) => lastDay.get(secretId)), use };
  });
}

/** How many pools there are in all environments of a project; `limit` at most. For people who see all secrets. */
export async function countPools(ctx: Ctx, project: string, limit: number): Promise<number> {
  const permit = await authorize(ctx, "overview.read", { project });
  return store.countPoolsOfProject(ctx.pool, permit.project.id, limit);
}

/** One pool. Throws `notFound`. */
export async function findPool(ctx: Ctx, scope: EnvironmentRef, name: string): Promise<Pool> {
  const { environment } = await authorize(ctx, "pool.list", scope);
  const [found] = await shownPools(ctx, environment, foldName(name));
  if (!found) throw await noPool(ctx, "pool.list");
  return found;
}

/** The pools that a secret is a member of, also under a name that it is mapped to elsewhere; `MEMBERSHIPS_MAX` at most. */
export async function findMemberships(ctx: Ctx, target: SecretTarget): Promise<Membership[]> {
  const { secret } = await authorize(ctx, "secret.read", target);
  const rows = await store.listMemberships(ctx.pool, secret.id, MEMBERSHIPS_MAX);
  return rows
    .filter(({ environmentId: id, projectId }) => reachesEnvironment(ctx.actor, { id, projectId }))
    .map(({ pool, project, environment }) => ({ pool, project, environment }));
}

/**
 * Says what a pool is, in place of what was said before; a member that stays keeps its state. Throws `validation` at each name
 * that is not here, and `conflict` when it is at another revision than `revision`; 0 stands for none.
 */
export async function putPool(
  ctx: Ctx,
  scope: EnvironmentRef,
  name: string,
  input: NewPool & { readonly revision?: number | undefined },
): Promise<void> {
  const permit = await authorize(ctx, "pool.write", scope);
  const members = await findMembers(ctx, permit, input);
  const write = () => inSqlTransaction(ctx, (sql) => savePool(sql, ctx, permit, { ...input, name, members }));
  // Whoever makes the same pool at the same moment makes it first: then this changes it.
  await write().catch((error: unknown) => {
    if (databaseFailure(error).kind !== "unique") throw error;
    return write();
  });
}

interface Wanted extends Omit<NewPool, "members"> {
  readonly name: string;
  readonly revision?: number | undefined;
  readonly members: readonly (store.MemberInput & { readonly name: string })[];
}

async function savePool(sql: Sql, ctx: Ctx, permit: Permit<"pool.write">, wanted: Wanted): Promise<void> {
  const { environment } = permit;
  const { name, description, strategy, members, revision } = wanted;
  const nameFolded = foldName(name);
  const locked = await store.lockPool(sql, environment, nameFolded);
  const [stored] = locked ? await store.listPools(sql, ctx, environment, nameFolded) : [];
  if (revision === 0 && locked) throw taken(name, environment);
  if (revision !== undefined && revision !== (locked?.revision ?? 0)) throw stale(locked !== null);
  if (locked && !stored)
    throw new AppError("conflict", "This pool is not as Strongroom wrote it. Delete it first.");
  if (stored) await requireAllSeen(ctx, stored);
  else if ((await store.countPools(sql, environment)) >= POOLS_MAX)
    throw new AppError("conflict", `An environment has at most ${POOLS_MAX} pools.`);
  const before = stored && shownPool(ctx, environment.id, stored, () => undefined);
  const changes = before && changesOf(before, { description, strategy, members: [...members] });
  const pool = {
    id: locked?.id ?? null,
    environmentId: environment.id,
    name,
    nameFolded,
    strategy,
    description,
  };
  const stamp = { now: ctx.now(), by: actorLabel(ctx.actor) };
  const id = await store.savePool(sql, ctx, pool, stamp);
  const inputs = members.map(({ secretId, weight, isOn }) => ({ secretId, weight, isOn }));
  if ((await store.replaceMembers(sql, ctx, environment, id, inputs)) < members.length)
    throw new AppError("conflict", "A secret was deleted at this very moment. Nothing was changed.");
  const target = poolTarget(environment, name);
  if (!changes) {
    const detail = { strategy, members: members.map((member) => member.name) };
    await ctx.audit.append(sql, ctx, [{ action: "pool.created", target, detail }]);
  } else if (Object.keys(changes).length > 0) {
    await ctx.audit.append(sql, ctx, [{ action: "pool.changed", target, detail: changes }]);
  }
}

/** Turns one member on or off. Throws `notFound` for what is no member. */
export async function turnMember(
  ctx: Ctx,
  scope: EnvironmentRef,
  name: string,
  { member, isOn }: { readonly member: string; readonly isOn: boolean },
): Promise<void> {
  const { environment } = await authorize(ctx, "pool.write", scope);
  const [pool] = await shownPools(ctx, environment, foldName(name));
  if (!pool) throw await noPool(ctx, "pool.write");
  if (!pool.members.some((one) => one.name === member))
    throw new AppError("notFound", `This is not a member of the pool ${pool.name}.`);
  const { description, strategy, revision } = pool;
  const members = pool.members.map((one) => {
    return { name: one.name, weight: one.weight, isOn: one.name === member ? isOn : one.isOn };
  });
  await putPool(ctx, scope, pool.name, { description, strategy, members, revision });
}

/** Deletes a pool; its secrets stay. Throws `notFound`, and `conflict` while endpoints draw from it. */
export async function deletePool(ctx: Ctx, scope: EnvironmentRef, name: string): Promise<void> {
  const { environment } = await authorize(ctx, "pool.write", scope);
  const isDeleted = await inSqlTransaction(ctx, async (sql) => {
    const locked = await store.lockPool(sql, environment, foldName(name));
    if (!locked) return false;
    const [stored] = await store.listPools(sql, ctx, environment, foldName(name));
    if (stored) await requireAllSeen(ctx, stored);
    const endpoints = await store.listDrawing(sql, environment, foldName(name), NAMED_MAX);
    if (endpoints.length > 0)
      throw new AppError(
        "conflict",
        `Allowlist endpoints draw from this pool: ${endpoints.join(", ")}. Change them first.`,
      );
    await store.deletePool(sql, locked.id);
    const target = poolTarget(environment, stored?.name ?? name);
    await ctx.audit.append(sql, ctx, [{ action: "pool.deleted", target }]);
    return true;
  });
  if (!isDeleted) throw await noPool(ctx, "pool.write");
}

/**
 * The names that pools have exactly, by their folded names: those of these that are here. Throws `forbidden` for an API key that does
 * not see every member, or may not read: it could have sent where it likes what it may not see.
 */
export async function findDrawable(
  ctx: Ctx,
  environment: EnvironmentRow,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map();
  requireMayRead(ctx);
  const pools = await store.listPools(sqlOn(ctx.pool), ctx, environment, null);
  const wanted = pools.filter(({ name }) => names.some((one) => foldName(one) === foldName(name)));
  for (const pool of wanted) await requireAllSeen(ctx, pool);
  return new Map(wanted.map(({ name }) => [foldName(name), name]));
}

/** The answer where there is no such pool. */
export function noPool(ctx: Ctx, action: "pool.list" | "pool.write" | "pool.use"): Promise<AppError> {
  return notFoundOrHidden(ctx, action, "There is no such pool here.");
}

async function shownPools(ctx: Ctx, environment: EnvironmentRow, nameFolded: string | null): Promise<Pool[]> {
  const since = new Date(ctx.now().getTime() - DAY_MS);
  const [pools, counts] = await Promise.all([
    store.listPools(sqlOn(ctx.pool), ctx, environment, nameFolded),
    countsSince(ctx.pool, environment.id, since),
  ]);
  return pools.map((pool) =>
    shownPool(ctx, environment.id, pool, (secretId) => counts.get(`${pool.id}/${secretId}`)),
  );
}

async function findMembers(
  ctx: Ctx,
  { environment, visibility }: Permit<"pool.write">,
  { members }: NewPool,
): Promise<Wanted["members"]> {
  requireMayRead(ctx);
  const names = members.map(({ name }) => foldName(name));
  const found = await findByName(ctx, reachOf(environment), names, visibility);
  const byName = new Map(found.map((one) => [one.nameFolded, one]));
  const fields: Record<string, string[]> = {};
  const seen = new Set<string>();
  const resolved = members.flatMap((member, i) => {
    const secret = byName.get(foldName(member.name));
    if (!secret) fields[`members.${i}.name`] = ["There is no such secret here. Choose one that is stored."];
    else if (seen.has(secret.secretId)) fields[`members.${i}.name`] = [`${secret.name} is a member already.`];
    if (!secret) return [];
    seen.add(secret.secretId);
    return [{ ...member, name: secret.name, secretId: secret.secretId }];
  });
  if (Object.keys(fields).length > 0)
    throw new AppError("validation", "Some members cannot be used.", { fields });
  return resolved;
}

/** Whoever uses a pool gets the values of its members, so a key puts only those in that it could read. */
function requireMayRead(ctx: Ctx): void {
  if (ctx.actor.kind !== "apiKey" || mayEver(ctx, "secret.reveal")) return;
  ctx.audit.refuse(ctx, { action: "access.refused", detail: { wanted: "pool.write" } });
  throw new AppError("forbidden", "An API key names only members that it may read: it needs secrets:read.");
}

/** What a key does not see, it does not take out of a pool either. */
async function requireAllSeen(ctx: Ctx, pool: StoredPool): Promise<void> {
  if (seenMembers(ctx, pool).length === pool.members.length) return;
  ctx.audit.refuse(ctx, { action: "access.refused", detail: { wanted: "pool.write" } });
  throw new AppError("forbidden", "This pool has members that this API key may not know of.");
}

function taken(name: string, environment: EnvironmentRow): AppError {
  const message = `There is already a pool “${name}” in ${environment.name}. Names ignore case.`;
  return new AppError("conflict", message, { fields: { name: [message] } });
}

function stale(isThere: boolean): AppError {
  const what = isThere ? "Somebody changed this pool meanwhile." : "This pool is not there any more.";
  return new AppError("conflict", `${what} Load the page again.`);
}
