import { actorLabel } from "@/lib/authorization/actor";
import { authorize, mayEver, notFoundOrHidden, requireUnnarrowed } from "@/lib/authorization/authorize";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { named } from "@/lib/databases/login";
import { serverOf } from "@/lib/databases/registry";
import type { Sql } from "@/lib/db/sql";
import { inSqlTransaction } from "@/lib/db/transaction";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { isId } from "@/lib/platform/ids";
import { leaseEvent } from "../event";
import { type CreatedLease, stateOf } from "../model";
import { LEASE_SECONDS_MIN, type LeaseRenewal, type NewLease } from "../schema";
import { findSource, findSourceById, type SourceRow } from "../sources/store";
import { signInToSource } from "./admin";
import { dropNow, notDropped } from "./dropping";
import { makeLease } from "./making";
import { sweepAt } from "./schedule";
import * as store from "./store";
import { inTurn } from "./turns";

/**
 * Makes a user of a database for the API key that asks, and hands its password out, this once. The lease ends with the key at the
 * latest. Throws `validation` for a source that is not here and for a time that it does not give, and as `makeLease` does.
 */
export async function createLease(ctx: Ctx, scope: EnvironmentRef, input: NewLease): Promise<CreatedLease> {
  const { environment } = await authorize(ctx, "lease.create", scope);
  await requireUnnarrowed(ctx, "lease.create");
  const { actor } = ctx;
  if (actor.kind !== "apiKey") throw new AppError("forbidden", "Leases are for API keys.");
  const source = await findSource(ctx, environment, input.source);
  if (!source) throw fieldError("source", "There is no such lease source here.");
  const { ttlSecondsDefault, ttlSecondsMax } = source.source;
  const ttlSeconds = input.ttlSeconds ?? ttlSecondsDefault;
  if (ttlSeconds > ttlSecondsMax)
    throw fieldError("ttlSeconds", `This lease source gives ${ttlSecondsMax} seconds at most.`);
  const holder = { apiKeyId: actor.id, name: actor.name };
  return makeLease(ctx, { environment, source, holder, ttlSeconds, keyEndsAt: actor.expiresAt ?? null });
}

/**
 * Has a lease of the API key that asks end later: at most when it may at the latest. Throws `conflict` when it has ended or ends
 * then already, and `validation` for a time that goes further.
 */
export async function renewLease(
  ctx: Ctx,
  id: string,
  { ttlSeconds }: LeaseRenewal,
): Promise<{ readonly id: string; readonly expiresAt: string }> {
  const lease = await found(ctx, id, "lease.create");
  const now = ctx.now();
  if (stateOf(lease, now) !== "active") throw new AppError("conflict", "This lease has ended. Make another.");
  const latest = `at ${lease.maxAt.toISOString()} at the latest`;
  if (lease.expiresAt >= lease.maxAt)
    throw new AppError("conflict", `This lease ends ${latest}, as it does already.`);
  const wanted = now.getTime() + (ttlSeconds ?? lease.ttlSeconds) * 1_000;
  if (ttlSeconds !== undefined && wanted > lease.maxAt.getTime())
    throw fieldError("ttlSeconds", `It ends ${latest}.`);
  const end = Math.max(lease.expiresAt.getTime(), Math.min(wanted, lease.maxAt.getTime()));
  await extendUser(ctx, lease, (end - now.getTime()) / 1_000);
  const expiresAt = new Date(end);
  await inSqlTransaction(ctx, async (sql) => {
    if (!(await store.extend(sql, id, expiresAt, ctx.now())))
      throw new AppError("conflict", "This lease has ended. Make another.");
    await sweepAt(sql, expiresAt);
    await record(sql, ctx, "lease.renewed", lease, { until: expiresAt.toISOString() });
  });
  return { id, expiresAt: expiresAt.toISOString() };
}

/** The server refuses its user at the same time, where it can be told so. */
async function extendUser(ctx: Ctx, lease: store.LeaseRow, seconds: number): Promise<void> {
  const source = await requireSource(ctx, lease);
  if (source.source.kind !== "postgres") return;
  await inTurn(source.id, async () => {
    const admin = await signInToSource(ctx, source);
    await admin.extendUser(lease.userName, seconds).finally(admin.end);
  });
}

/**
 * Ends a lease at once; one that has ended stays as it is. Throws `badGateway` when its user cannot be dropped just now, which is
 * tried again.
 */
export async function endLease(ctx: Ctx, id: string): Promise<void> {
  const lease = await found(ctx, id, "lease.end");
  if (lease.endedAt !== null) return;
  const isOpen = await inSqlTransaction(ctx, async (sql) => {
    if (!(await store.requestEnd(sql, id, "revoked", ctx.now()))) return false;
    await record(sql, ctx, "lease.revoked", lease);
    return true;
  });
  const error = isOpen ? await dropNow(ctx, id) : null;
  if (error !== null) throw notDropped(error);
}

/** Tries again at once to drop the user of a lease. Throws `conflict` unless that failed before, and `badGateway` when it fails again. */
export async function retryLease(ctx: Ctx, id: string): Promise<void> {
  const lease = await found(ctx, id, "lease.end");
  await inSqlTransaction(ctx, async (sql) => {
    if (!(await store.resetAttempts(sql, id, ctx.now()))) throw new AppError("conflict", "It did not fail.");
    await record(sql, ctx, "lease.retried", lease);
  });
  const error = await dropNow(ctx, id);
  if (error !== null) throw notDropped(error);
}

/** Gives up dropping the user of a lease: whoever does that sees to it. Throws `conflict` unless it needs attention. */
export async function forgetLease(ctx: Ctx, id: string): Promise<void> {
  const lease = await found(ctx, id, "leaseSource.configure");
  await inSqlTransaction(ctx, async (sql) => {
    if (!(await store.forget(sql, id, ctx.now())))
      throw new AppError("conflict", "It does not need attention.");
    await record(sql, ctx, "lease.forgotten", lease);
  });
}

/** Makes a user of a source, signs in with it, and drops it. Throws what fails of that. */
export async function testSource(ctx: Ctx, scope: EnvironmentRef, name: string): Promise<void> {
  const { environment } = await authorize(ctx, "leaseSource.configure", scope);
  const source = await findSource(ctx, environment, name);
  if (!source) throw new AppError("notFound", "There is no such lease source here.");
  const holder = { apiKeyId: null, name: actorLabel(ctx.actor) };
  const terms = { ttlSeconds: LEASE_SECONDS_MIN, keyEndsAt: null };
  const { id, values } = await makeLease(ctx, { environment, source, holder, ...terms });
  const login = named(values.username, values.password);
  try {
    (await serverOf(source.source).signIn(ctx, source.source, login)).end();
  } finally {
    await inSqlTransaction(ctx, (sql) => store.requestEnd(sql, id, "revoked", ctx.now()));
  }
  const error = await dropNow(ctx, id);
  if (error !== null) throw notDropped(error);
}

type LeaseAction = "lease.create" | "lease.end" | "leaseSource.configure";

/** A lease that the actor may do this to: a key without `admin` only to its own. Throws `notFound` for others as for none. */
async function found(ctx: Ctx, id: string, action: LeaseAction): Promise<store.LeaseRow> {
  const row = isId(id) ? await store.findLease(ctx.pool, id) : null;
  const { project, environment } = row ?? NOWHERE;
  await authorize(ctx, action, { project, environment });
  const isOwn = ctx.actor.kind !== "apiKey" || row?.apiKeyId === ctx.actor.id;
  const isFree = action !== "lease.create" && mayEver(ctx, "leaseSource.configure");
  if (!row || !(isOwn || isFree) || !ctx.seals.isIntact("leases", row))
    throw await notFoundOrHidden(ctx, action, "There is no such lease.");
  return row;
}

/** Asked for in place of what is not there: the answer is the one to what is hidden. */
const NOWHERE = { project: "-", environment: "-" };

async function requireSource(ctx: Ctx, { sourceId }: store.LeaseRow): Promise<SourceRow> {
  const source = await findSourceById(ctx, sourceId);
  if (!source) throw new AppError("notFound", "There is no such lease source here.");
  return source;
}

async function record(
  sql: Sql,
  ctx: Ctx,
  action: Parameters<typeof leaseEvent>[0],
  lease: store.LeaseRow,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const event = leaseEvent(action, lease);
  await ctx.audit.append(sql, ctx, [{ ...event, detail: { ...event.detail, ...more } }]);
}
