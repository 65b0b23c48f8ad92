import { type Account, findAccount } from "@/lib/accounts/store";
import { deviceIdOf } from "@/lib/auth/known-device/token";
import { type Actor, actorLabel } from "@/lib/authorization/actor";
import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { databaseFailure } from "@/lib/db/errors";
import { sqlIn, sqlOn } from "@/lib/db/sql";
import { inTransaction } from "@/lib/db/transaction";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { findAskerNow } from "../asker";
import { KINDS } from "../kinds";
import { APPROVERS, type RemarkKind, type RequestState } from "../model";
import { insertRemark, listRemarks } from "../remarks/store";
import { requireRequest } from "../service";
import * as store from "../store";

/** What a decision comes to. */
export interface Decision {
  readonly state: RequestState;
  /** Approvals that are still missing. */
  readonly missing: number;
}

/**
 * Approves a request. The last approval that it takes makes the change, in the same transaction; when it does not fit any more
 * that is said, and nothing is written. Throws `forbidden` for who may not decide it, and `conflict` when it does not wait any more.
 */
export async function approveRequest(ctx: Ctx, requestId: string, text = ""): Promise<Decision> {
  const request = await requireOpen(ctx, requestId);
  await authorize(ctx, "request.decide", null);
  await requireDecider(ctx, request);
  return decide(ctx, request, async (tx) => {
    await remark(tx, ctx, request, "approval", text);
    const needed = neededFor(request);
    const count = await countApprovals(tx, ctx, request);
    await ctx.audit.append(tx, ctx, [eventOf(request, "request.approved", { approvals: count, needed })]);
    if (count < needed) return { state: "open", missing: needed - count };
    await carryOut(tx, ctx, request, count);
    return { state: "applied", missing: 0 };
  });
}

/** Rejects a request for good. Throws as `approveRequest` does. */
export async function rejectRequest(ctx: Ctx, requestId: string, text = ""): Promise<Decision> {
  const request = await requireOpen(ctx, requestId);
  await authorize(ctx, "request.decide", null);
  await requireDecider(ctx, request);
  return decide(ctx, request, async (tx) => {
    await remark(tx, ctx, request, "rejection", text);
    await end(tx, ctx, request, "rejected");
    await ctx.audit.append(tx, ctx, [eventOf(request, "request.rejected", text ? { reason: text } : {})]);
    return { state: "rejected", missing: 0 };
  });
}

/** Takes one's own request back. */
export async function withdrawRequest(ctx: Ctx, requestId: string): Promise<Decision> {
  const request = await requireOpen(ctx, requestId);
  if (!isOwn(ctx.actor, request)) throw new AppError("forbidden", "Only who made a request can withdraw it.");
  return decide(ctx, request, async (tx) => {
    await end(tx, ctx, request, "withdrawn");
    await ctx.audit.append(tx, ctx, [eventOf(request, "request.withdrawn")]);
    return { state: "withdrawn", missing: 0 };
  });
}

/** Makes the change without approvals, by an Owner and for a reason, which everybody who looks at it sees. */
export async function applyAtOnce(ctx: Ctx, requestId: string, reason: string): Promise<Decision> {
  const request = await requireOpen(ctx, requestId);
  await authorize(ctx, "request.applyAtOnce", null);
  if (request.kind === "access")
    throw new AppError("forbidden", "Access is granted by approving the request.");
  if (reason.trim() === "") throw fieldError("text", "Say why this cannot wait.");
  return decide(ctx, request, async (tx) => {
    await remark(tx, ctx, request, "emergency", reason);
    await ctx.audit.append(tx, ctx, [eventOf(request, "request.emergency", { reason })]);
    await carryOut(tx, ctx, request, Number.POSITIVE_INFINITY);
    return { state: "applied", missing: 0 };
  });
}

/** Says something to a request. */
export async function commentOn(ctx: Ctx, requestId: string, text: string): Promise<void> {
  const request = await requireOpen(ctx, requestId);
  if (text.trim() === "") throw fieldError("text", "Enter a comment.");
  await decide(ctx, request, async (tx) => {
    await remark(tx, ctx, request, "comment", text);
    await ctx.audit.append(tx, ctx, [eventOf(request, "request.commented")]);
    return { state: "open", missing: 0 };
  });
}

/** Ends requests whose time is over. Returns how many. */
export async function expireRequests(ctx: Ctx): Promise<number> {
  let count = 0;
  for (const id of await store.listOverdue(sqlOn(ctx.pool), ctx.now(), 1_000)) {
    const [request] = await store.listRequests(sqlOn(ctx.pool), ctx, { id, limit: 1 });
    if (!request) continue;
    const isDone = await inTransaction(ctx, async (tx) => {
      const is = await store.endRequest(tx, ctx.seals, {
        id,
        state: "expired",
        by: actorLabel(ctx.actor),
        at: ctx.now(),
      });
      if (is) await ctx.audit.append(tx, ctx, [eventOf(request, "request.expired")]);
      return is;
    });
    if (isDone) count += 1;
  }
  return count;
}

/** How many approvals a request needs, by the policy that its environment has now. */
export function neededFor({ environment }: store.RequestRow): number {
  return environment?.changePolicy?.approvals ?? 1;
}

/** Whether somebody made a request themselves. */
export function isOwn(actor: Actor, { userId, apiKeyId }: store.RequestRow): boolean {
  if (actor.kind === "user") return actor.id === userId;
  return actor.kind === "apiKey" && actor.id === apiKeyId;
}

/**
 * Why somebody may not decide a request, or null. Four eyes: not who asked, not who made the API key that asked, not in the browser
 * that it was asked with, and not by a group that they came into later.
 */
export async function whyNotDecide(ctx: Ctx, request: store.RequestRow): Promise<string | null> {
  const { actor } = ctx;
  if (actor.kind !== "user") return "Requests are decided by people, in the dashboard.";
  if (actor.id === request.userId) return "Nobody decides their own request.";
  const device = deviceIdOf(ctx.request.device);
  if (request.device !== null && request.device === device)
    return "This request was made with this browser. Somebody else decides it, with their own.";
  const sql = sqlOn(ctx.pool);
  if (request.apiKeyId !== null && (await store.findKeyMaker(sql, request.apiKeyId)) === actor.email)
    return "You made the API key that asks. Somebody else decides its requests.";
  return (await standsToDecide(ctx, sql, request, actor))
    ? null
    : "This needs somebody who may approve here.";
}

/** Whether a person is one of those who approve, whatever else. */
export async function standsToDecide(
  { seals }: Pick<Ctx, "seals">,
  sql: Parameters<typeof store.joinedAt>[0],
  request: store.RequestRow,
  { id: userId, role }: Pick<Account, "id" | "role">,
): Promise<boolean> {
  if (APPROVERS.includes(role)) return true;
  const groupId = request.environment?.changePolicy?.groupId ?? null;
  if (groupId === null || KINDS[request.kind].isWide?.(request.change)) return false;
  const joined = await store.joinedAt(sql, seals, { groupId, userId });
  return joined !== null && joined <= request.createdAt;
}

/** The approvals of people who may still give them. */
async function countApprovals(tx: Tx, ctx: Ctx, request: store.RequestRow): Promise<number> {
  const remarks = await listRemarks(sqlIn(tx), ctx.seals, [request.id]);
  let count = 0;
  for (const { kind, userId } of remarks) {
    if (kind !== "approval" || userId === request.userId) continue;
    const person = await findAccount(tx, ctx.seals, { id: userId });
    if (person?.status === "active" && (await standsToDecide(ctx, sqlIn(tx), request, person))) count += 1;
  }
  return count;
}

async function requireOpen(ctx: Ctx, id: string): Promise<store.RequestRow> {
  const request = await requireRequest(ctx, id);
  if (request.state !== "open" || request.expiresAt <= ctx.now()) throw ended(request);
  return request;
}

async function requireDecider(ctx: Ctx, request: store.RequestRow): Promise<void> {
  const reason = await whyNotDecide(ctx, request);
  if (reason === null) return;
  ctx.audit.refuse(ctx, { action: "access.refused", detail: { wanted: "request.decide" } });
  throw new AppError("forbidden", reason);
}

/** Does something to a request that still waits, alone. */
async function decide(
  ctx: Ctx,
  request: store.RequestRow,
  work: (tx: Tx) => Promise<Decision>,
): Promise<Decision> {
  return inTransaction(ctx, async (tx) => {
    if (!(await store.holdOpen(sqlIn(tx), request.id, ctx.now()))) throw ended(request);
    return work(tx);
  }).catch((error: unknown) => {
    throw databaseFailure(error).kind === "unique"
      ? new AppError("conflict", "You approved this request already.")
      : error;
  });
}

async function carryOut(tx: Tx, ctx: Ctx, request: store.RequestRow, count: number): Promise<void> {
  const asker = request.kind === "access" ? null : await askerOf(ctx, request);
  await KINDS[request.kind].apply(tx, { decider: ctx, asker, approvals: count }, request, request.change);
  await end(tx, ctx, request, "applied", !Number.isFinite(count));
  await ctx.audit.append(tx, ctx, [eventOf(request, "request.applied")]);
}

/** Whoever asked, as they are now: what they may not do any more is not done for them. Nothing is said of where they are. */
async function askerOf(ctx: Ctx, request: store.RequestRow): Promise<Ctx> {
  const actor = await findAsker(ctx, request);
  if (!actor)
    throw new AppError(
      "conflict",
      `${request.requestedBy} is suspended, revoked or gone. Reject the request.`,
    );
  const from = { id: ctx.request.id, ip: null, userAgent: null };
  return { ...ctx, actor, request: from, prefetched: null, approvedRequest: request.id };
}

async function findAsker(ctx: Ctx, request: store.RequestRow): Promise<Actor | null> {
  const actor = await findAskerNow(ctx, request);
  if (actor?.kind !== "user") return actor;
  const { id, email, name, role, grants } = actor;
  // A value that came by a link of theirs is none that they know.
  const person = { kind: "user", id, email, name, role, grants } as const;
  const link = { ...person, valueLink: { id: request.id } };
  return request.requestedBy === actorLabel(link) ? link : actor;
}

async function end(
  tx: Tx,
  ctx: Ctx,
  { id }: store.RequestRow,
  state: RequestState,
  isEmergency = false,
): Promise<void> {
  const by = actorLabel(ctx.actor);
  if (!(await store.endRequest(tx, ctx.seals, { id, state, by, at: ctx.now(), isEmergency })))
    throw new AppError("conflict", "This request was decided at this moment.");
}

async function remark(
  tx: Tx,
  ctx: Ctx,
  { id }: store.RequestRow,
  kind: RemarkKind,
  text: string,
): Promise<void> {
  if (ctx.actor.kind !== "user")
    throw new AppError("forbidden", "Requests are decided by people, in the dashboard.");
  await insertRemark(tx, ctx.seals, {
    ...{ id: newId(ctx.now()), requestId: id, userId: ctx.actor.id, kind, text: text.trim() },
    ...{ createdAt: ctx.now(), createdBy: actorLabel(ctx.actor) },
  });
}

function eventOf(
  { id, environment, title, requestedBy }: store.RequestRow,
  action: `request.${"approved" | "rejected" | "withdrawn" | "expired" | "applied" | "emergency" | "commented"}`,
  detail: Readonly<Record<string, string | number>> = {},
) {
  return {
    action,
    target: {
      ...(environment && { projectId: environment.projectId, environmentId: environment.id }),
      name: title,
    },
    detail: { request: id, requestedBy, ...detail },
  };
}

function ended({ state, endedBy, expiresAt }: store.RequestRow): AppError {
  if (state === "open") return new AppError("conflict", `This request expired ${expiresAt.toISOString()}.`);
  return new AppError("conflict", `This request was ${state}${endedBy ? ` by ${endedBy}` : ""}.`);
}
