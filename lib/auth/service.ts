import type { UserActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import { AppError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { isPassword } from "./password";
import { idleSince, newSessionToken, SESSION_SECONDS_MAX, sessionTokenHash } from "./session";
import * as store from "./store";
import { withinBounds } from "./throttle/throttle";

const SESSIONS_KEPT_MAX = 50;

/** A session that has just begun: the token for the cookie, and whom it stands for. */
export interface StartedSession {
  readonly token: string;
  readonly actor: UserActor;
}

type SessionCtx = Ctx & { readonly actor: UserActor };

/**
 * Starts a session for whoever knows the password. Throws `unauthenticated` with the same words, after the same work,
 * for an unknown address, a wrong password and a suspended person; `throttled` after too many failures. Refusals
 * are audited as long as they are checked: tries while one has to wait are not, or anyone could fill the log.
 */
export async function signInWithPassword(
  ctx: Ctx,
  input: { readonly email: string; readonly password: string },
): Promise<StartedSession> {
  const account = await withinBounds(ctx, input.email, () => checkPassword(ctx, input));
  if (!account) throw new AppError("unauthenticated", "The email address or the password is wrong.");
  return startSession(ctx, account);
}

async function checkPassword(ctx: Ctx, input: { readonly email: string; readonly password: string }) {
  const account = await store.findAccount(ctx.db, input.email);
  const isRight = await isPassword(account?.passwordHash ?? null, input.password);
  if (account && isRight && account.status === "active") return account;
  const reason = !account ? "unknown address" : isRight ? account.status : "wrong password";
  await ctx.audit.record(ctx, [
    { action: "session.refused", target: { name: input.email }, detail: { reason } },
  ]);
  return null;
}

/**
 * Starts a session for an account whose password was just checked or chosen: it must still be active and have that
 * password. Over a person's fiftieth session the one unused for longest ends.
 */
export async function startSession(ctx: Ctx, account: store.Account): Promise<StartedSession> {
  return inTransaction(ctx, (tx) => insertSession(ctx, tx, account));
}

async function insertSession(ctx: Ctx, tx: Tx, account: store.Account): Promise<StartedSession> {
  const now = ctx.now();
  if (!(await store.claimAccount(tx, account, now))) {
    throw new AppError("unauthenticated", "The email address or the password is wrong.");
  }
  const { id: userId, email, name, role } = account;
  const { ip, userAgent } = ctx.request;
  const [id, token] = [newId(now), newSessionToken()];
  const expiresAt = new Date(now.getTime() + SESSION_SECONDS_MAX * 1000);
  await store.pruneSessions(tx, { userId, now, idleSince: idleSince(now), keep: SESSIONS_KEPT_MAX - 1 });
  await store.insertSession(tx, {
    id,
    tokenHash: sessionTokenHash(token),
    userId,
    createdAt: now,
    expiresAt,
    ip,
    userAgent,
  });
  const actor: UserActor = { kind: "user", id: userId, email, name, role, sessionId: id, confirmedAt: now };
  await ctx.audit.append(tx, { ...ctx, actor }, [{ action: "session.started", target: { name: email } }]);
  return { token, actor };
}

/** Ends the session of the request. Content when it has ended already. */
export async function signOut(ctx: SessionCtx): Promise<void> {
  await deleteOwnSession(ctx, ctx.actor.sessionId);
}

/** Ends one of the actor's own sessions. Throws `notFound` for anyone else's, and for one that is over. */
export async function endSession(ctx: SessionCtx, sessionId: string): Promise<void> {
  if (await deleteOwnSession(ctx, sessionId)) return;
  throw new AppError("notFound", "This session has already ended.");
}

async function deleteOwnSession(ctx: SessionCtx, sessionId: string): Promise<boolean> {
  const { id: userId, email } = ctx.actor;
  return inTransaction(ctx, async (tx) => {
    if ((await store.deleteSessions(tx, { id: sessionId, userId })) === 0) return false;
    const isOwn = sessionId === ctx.actor.sessionId;
    await ctx.audit.append(tx, ctx, [
      { action: "session.ended", target: { name: email }, detail: { isOwn } },
    ]);
    return true;
  });
}

/** Ends all of the actor's sessions but the one of the request, and says how many there were. */
export async function signOutEverywhereElse(ctx: SessionCtx): Promise<number> {
  const { id: userId, email, sessionId } = ctx.actor;
  return inTransaction(ctx, async (tx) => {
    const count = await store.deleteSessions(tx, { userId, id: { not: sessionId } });
    await ctx.audit.append(tx, ctx, [
      { action: "session.endedEverywhere", target: { name: email }, detail: { count } },
    ]);
    return count;
  });
}

/** One of a person's own sessions, as the account page lists it. */
export interface SessionMeta {
  readonly id: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly isOwn: boolean;
}

/** The actor's sessions that are not over, last used first. */
export async function listSessions(ctx: SessionCtx): Promise<SessionMeta[]> {
  const now = ctx.now();
  const given = { userId: ctx.actor.id, now, idleSince: idleSince(now), limit: SESSIONS_KEPT_MAX };
  const sessions = await store.listSessions(ctx.db, given);
  return sessions.map((session) => ({ ...session, isOwn: session.id === ctx.actor.sessionId }));
}
