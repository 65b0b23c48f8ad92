import { authorize, notFoundOrHidden } from "@/lib/authorization/authorize";
import type { EnvironmentRef, EnvironmentRow } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { type Sql, sqlOn } from "@/lib/db/sql";
import { inSqlTransaction } from "@/lib/db/transaction";
import { foldName } from "@/lib/names/model";
import { AppError } from "@/lib/platform/app-error";
import { memberTarget } from "../event";
import { LIMIT_SECONDS, type PoolMember, REPORT_SECONDS_MAX } from "../model";
import { nameOf, type StoredMember, type StoredPool } from "../rows";
import type { MemberReport } from "../schema";
import { noPool } from "../service";
import { seenMembers, shownMember } from "../shown";
import { listPools } from "../store";
import type { DrawnMember } from "../taking/service";
import type { MemberRef } from "../usage/usage";
import * as store from "./store";

/** A limit that is longer by less than this is no news. */
const NEWS_MS = 60_000;

export type ReportedMember = Pick<PoolMember, "name" | "state" | "outUntil">;

interface Found {
  readonly environment: EnvironmentRow;
  readonly pool: StoredPool;
  readonly member: StoredMember;
}

/**
 * Takes in how a member fared. `limited` and `refused` take it out, `ok` ends a limit that a report of the same key set. A report
 * counts only from an API key that was given the version that is current, within the last hour: else nobody could tell a caller that
 * uses the pool from one that empties it. Throws `notFound` for what is no member, `conflict` for what does not count.
 */
export async function reportMember(
  ctx: Ctx,
  scope: EnvironmentRef,
  poolName: string,
  report: MemberReport,
): Promise<ReportedMember> {
  const { environment } = await authorize(ctx, "pool.use", scope);
  const found = await findMember(ctx, environment, poolName, report.member, "pool.use");
  const keyId = await requireTaken(ctx, found.member, report.version);
  const ref = refOf(found);
  const { outcome } = report;
  if (outcome !== "ok") ctx.pools.count(ref, outcome, ctx.now());
  await inSqlTransaction(ctx, (sql) => applyReport(sql, ctx, found, { ...report, keyId }));
  return memberNow(ctx, found);
}

/** Takes a member out that was drawn for a send, by what the endpoint answered. */
export async function reportDrawn(
  ctx: Ctx,
  environment: EnvironmentRow,
  { pool, stored: member }: Pick<DrawnMember, "pool" | "stored">,
  answer: Pick<MemberReport, "outcome" | "retryAfterSeconds">,
): Promise<void> {
  const found = { environment, pool, member };
  if (answer.outcome !== "ok") ctx.pools.count(refOf(found), answer.outcome, ctx.now());
  await inSqlTransaction(ctx, (sql) => applyReport(sql, ctx, found, { ...answer, keyId: null }));
}

/** Ends every limit and refusal of a member. Throws `notFound`, and `conflict` when it is not out. */
export async function putMemberBack(
  ctx: Ctx,
  scope: EnvironmentRef,
  poolName: string,
  memberName: string,
): Promise<void> {
  const { environment } = await authorize(ctx, "pool.write", scope);
  const found = await findMember(ctx, environment, poolName, memberName, "pool.write");
  const isBack = await inSqlTransaction(ctx, async (sql) => {
    if (!(await store.putBack(sql, refOf(found), ctx.now()))) return false;
    await ctx.audit.append(sql, ctx, [memberEvent("pool.memberBack", found)]);
    return true;
  });
  if (!isBack) throw new AppError("conflict", `${nameOf(found.member)} is not out.`);
}

async function applyReport(
  sql: Sql,
  ctx: Ctx,
  found: Found,
  { outcome, retryAfterSeconds, keyId }: Omit<MemberReport, "member"> & { readonly keyId: string | null },
): Promise<void> {
  const ref = refOf(found);
  const now = ctx.now();
  const version = found.member.currentVersion;
  if (outcome === "limited") {
    const seconds = retryAfterSeconds ?? LIMIT_SECONDS.initial;
    const until = new Date(now.getTime() + seconds * 1_000);
    const changed = await store.limitMember(sql, ref, { until, keyId });
    if (!changed) return;
    const { before } = changed;
    const isNews = before === null || before <= now || until.getTime() - before.getTime() >= NEWS_MS;
    if (isNews)
      await ctx.audit.append(sql, ctx, [memberEvent("pool.memberLimited", found, { version, seconds })]);
  } else if (outcome === "refused") {
    if (!(await store.refuseMember(sql, ref, { version, now }))) return;
    await ctx.audit.append(sql, ctx, [memberEvent("pool.memberRefused", found, { version })]);
  } else if (keyId !== null && (await store.endOwnLimit(sql, ref, { keyId, now }))) {
    await ctx.audit.append(sql, ctx, [memberEvent("pool.memberBack", found)]);
  }
}

/** Throws unless the key was given the version that is current, lately. Returns the id of the key. */
async function requireTaken(ctx: Ctx, member: StoredMember, reported: number | undefined): Promise<string> {
  const name = nameOf(member);
  const { actor } = ctx;
  const since = new Date(ctx.now().getTime() - REPORT_SECONDS_MAX * 1_000);
  const { secretId, currentVersion } = member;
  const taken =
    actor.kind === "apiKey" ? await store.lastTaken(ctx.pool, { keyId: actor.id, secretId, since }) : null;
  if (taken === null || actor.kind !== "apiKey")
    throw new AppError(
      "conflict",
      `This API key has not taken ${name} within the last hour, so its report does not count.`,
    );
  if (taken !== currentVersion || (reported ?? taken) !== currentVersion)
    throw new AppError(
      "conflict",
      `${name} is at version ${currentVersion} now: a report of another one does not count.`,
    );
  return actor.id;
}

async function findMember(
  ctx: Ctx,
  environment: EnvironmentRow,
  poolName: string,
  memberName: string,
  action: "pool.use" | "pool.write",
): Promise<Found> {
  const [pool] = await listPools(sqlOn(ctx.pool), ctx, environment, foldName(poolName));
  if (!pool) throw await noPool(ctx, action);
  const folded = foldName(memberName);
  const member = seenMembers(ctx, pool).find((one) => foldName(nameOf(one)) === folded);
  if (!member) throw await notFoundOrHidden(ctx, action, `This is not a member of the pool ${pool.name}.`);
  return { environment, pool, member };
}

async function memberNow(ctx: Ctx, { environment, pool, member }: Found): Promise<ReportedMember> {
  const [now] = await listPools(sqlOn(ctx.pool), ctx, environment, foldName(pool.name));
  const found = now?.members.find(({ secretId }) => secretId === member.secretId) ?? member;
  const { name, state, outUntil } = shownMember(ctx, environment.id, found);
  return { name, state, outUntil };
}

function refOf({ pool, member }: Found): MemberRef {
  return { poolId: pool.id, secretId: member.secretId };
}

function memberEvent(
  action: "pool.memberLimited" | "pool.memberRefused" | "pool.memberBack",
  { environment, pool, member }: Found,
  detail: Readonly<Record<string, number>> = {},
) {
  return { action, target: memberTarget(environment, member), detail: { pool: pool.name, ...detail } };
}
