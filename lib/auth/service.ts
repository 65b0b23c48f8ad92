import { setClaimedGroups } from "@/lib/accounts/claimed-groups/service";
import { grantsOf } from "@/lib/accounts/held-grants/store";
import { type Account, deleteSessions, findAccount } from "@/lib/accounts/store";
import type { UserActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { sqlIn } from "@/lib/db/sql";
import { inTransaction } from "@/lib/db/transaction";
import { onlyOwnersUsePasswords } from "@/lib/organisation/model";
import { currentSettings } from "@/lib/organisation/service";
import { AppError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { type KnownDevice, rememberDevice } from "./known-device/service";
import { isPassword } from "./password";
import { hasSecondFactor } from "./pending/model";
import { countSecondFactors } from "./pending/store";
import type { Lane } from "./semaphore";
import { newSessionToken, secondsBefore, sessionTokenHash } from "./session";
import * as store from "./store";
import { withinBounds } from "./throttle/throttle";

const SESSIONS_KEPT_MAX = 50;

/** How a person proved who they are. */
export const SIGN_IN_METHODS = [
  "password",
  "totp",
  "recoveryCode",
  "passkey",
  "sso",
  "setUp",
  "invitation",
] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/** A session that has just begun: the token for the cookie, and whom it stands for. */
export interface StartedSession {
  readonly token: string;
  readonly expiresAt: Date;
  readonly actor: UserActor;
  /** Makes the browser known: wrong passwords that others try do not keep its person out. */
  readonly device: KnownDevice;
}

type SessionCtx = Ctx & { readonly actor: UserActor };

/**
 * The account of whoever knows the password. Throws `unauthenticated` with the same words, after the same work, for an
 * unknown address, a wrong password, a suspended person and one whose password does not count, because single sign-on is
 * set up and the organisation keeps passwords for Owners; `throttled` after too many failures. While too many from
 * this address failed, a right password is accepted of those alone who have a second factor to show next.
 */
export async function provePassword(
  ctx: Ctx,
  input: { readonly email: string; readonly password: string },
): Promise<Account> {
  const account = await withinBounds(ctx, input.email, (lane) => checkPassword(ctx, input, lane));
  if (!account) throw new AppError("unauthenticated", "Wrong email or password.");
  return account;
}

async function checkPassword(
  ctx: Ctx,
  input: { readonly email: string; readonly password: string },
  lane: Lane,
) {
  const settings = await currentSettings(ctx);
  const account = await findAccount(ctx.db, ctx.seals, { email: input.email });
  const isRight = await isPassword(account?.passwordHash ?? null, input.password, lane);
  const isForOwners = onlyOwnersUsePasswords(settings, ctx.singleSignOn);
  const counts = !isForOwners || account?.role === "owner";
  // Looked up for anybody, so that the time tells nothing.
  const isEnough = lane !== "suspect" || (await mustShowMore(ctx, account?.id ?? newId(ctx.now())));
  const isIn = account && isRight && account.status === "active" && counts;
  if (isIn && isEnough) return account;
  const reason = isIn ? "too many failures from this address" : refusalReason(account, isRight);
  ctx.audit.refuse(ctx, {
    action: "session.refused",
    target: { name: input.email },
    detail: { reason },
  });
  return null;
}

async function mustShowMore({ db }: Ctx, id: string): Promise<boolean> {
  return hasSecondFactor(await countSecondFactors(db, id));
}

function refusalReason(account: Account | null, isRight: boolean): string {
  if (!account) return "unknown address";
  if (!isRight) return "wrong password";
  return account.status === "active" ? "passwords are for Owners" : account.status;
}

/**
 * Starts a session for an account whose person just proved by all of `methods` who they are: it must still be active and
 * have the same password. Over a person's fiftieth session the one unused for longest ends. Who decides whether that is
 * enough proof is `beginSignIn`.
 */
export async function startSession(
  ctx: Ctx,
  account: Account,
  methods: readonly SignInMethod[],
): Promise<StartedSession> {
  return inTransaction(ctx, (tx) => insertSession(ctx, tx, account, methods));
}

/**
 * The same inside a transaction that does more. Where the provider did not vouch for the person, nothing says that they are
 * still in the groups of its claim: those memberships end, until it does so again.
 */
export async function insertSession(
  ctx: Ctx,
  tx: Tx,
  account: Account,
  methods: readonly SignInMethod[],
): Promise<StartedSession> {
  const now = ctx.now();
  const { sessionSecondsMax } = await currentSettings({ ...ctx, db: tx });
  if (!(await store.claimAccount(tx, account, now))) {
    throw new AppError("unauthenticated", "Wrong email or password.");
  }
  const { id: userId, email, name, role } = account;
  const { ip, userAgent } = ctx.request;
  const [id, token] = [newId(now), newSessionToken()];
  const expiresAt = new Date(now.getTime() + sessionSecondsMax * 1000);
  await store.deleteLeastUsedSessions(tx, userId, now, SESSIONS_KEPT_MAX - 1);
  await store.insertSession(tx, ctx.seals, {
    id,
    tokenHash: sessionTokenHash(token),
    userId,
    createdAt: now,
    expiresAt,
    ip,
    userAgent,
  });
  if (!methods.includes("sso")) await setClaimedGroups(ctx, tx, account, []);
  const grants = await grantsOf({ sql: sqlIn(tx), seals: ctx.seals, now }, account);
  const actor: UserActor = {
    ...{ kind: "user", id: userId, email, name, role, sessionId: id, confirmedAt: now },
    grants,
  };
  await ctx.audit.append(tx, { ...ctx, actor }, [
    { action: "session.started", target: { name: email }, detail: { methods: [...methods] } },
  ]);
  return { token, expiresAt, actor, device: await rememberDevice(ctx, tx, userId) };
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
    if ((await deleteSessions(tx, { id: sessionId, userId })) === 0) return false;
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
    const count = await deleteSessions(tx, { userId, id: { not: sessionId } });
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
  const { idleSecondsMax } = await currentSettings(ctx);
  const idleSince = secondsBefore(now, idleSecondsMax);
  const args = { userId: ctx.actor.id, now, idleSince, limit: SESSIONS_KEPT_MAX };
  const sessions = await store.listSessions(ctx.db, args);
  return sessions.map((session) => ({ ...session, isOwn: session.id === ctx.actor.sessionId }));
}
