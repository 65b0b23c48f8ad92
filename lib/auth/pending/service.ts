import type { Account } from "@/lib/accounts/store";
import type { Ctx } from "@/lib/context";
import type { Db, Tx } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import { currentSettings } from "@/lib/organisation/service";
import { AppError } from "@/lib/platform/app-error";
import { isOpen } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import {
  insertSession,
  SIGN_IN_METHODS,
  type SignInMethod,
  type StartedSession,
  startSession,
} from "../service";
import { isToken, newSessionToken, sessionTokenHash } from "../session";
import {
  hasSecondFactor,
  PENDING_SECONDS_MAX,
  type PendingNeed,
  type PendingSignIn,
  type SecondFactors,
} from "./model";
import * as store from "./store";

const PENDING_KEPT_MAX = 10;

/** What the right password led to: a session, or a second step that its token is for. */
export type SignInStep =
  | ({ readonly kind: "started" } & StartedSession)
  | {
      readonly kind: "pending";
      readonly token: string;
      readonly expiresAt: Date;
      readonly need: PendingNeed;
    };

/**
 * Goes on from an account whose password was just checked or chosen (`methods`): starts a session, or a pending
 * sign-in when the person has a second factor to show or, where the organisation requires one, to set up.
 */
export async function beginSignIn(
  ctx: Ctx,
  account: Account,
  methods: readonly SignInMethod[],
): Promise<SignInStep> {
  const need = await needOf(ctx, await requireSecondFactors(ctx, ctx.db, account.id));
  if (!need) return { kind: "started", ...(await startSession(ctx, account, methods)) };
  const now = ctx.now();
  const [id, token] = [newId(now), newSessionToken()];
  const expiresAt = new Date(now.getTime() + PENDING_SECONDS_MAX * 1000);
  await inTransaction(ctx, async (tx) => {
    await store.deleteOldestPending(tx, account.id, now, PENDING_KEPT_MAX - 1);
    const tokenHash = sessionTokenHash(token);
    const pending = { id, tokenHash, userId: account.id, createdAt: now, expiresAt, methods };
    await store.insertPending(tx, ctx.seals, pending);
    const detail = { methods: [...methods], need };
    await ctx.audit.append(tx, ctx, [{ action: "session.begun", target: { name: account.email }, detail }]);
  });
  return { kind: "pending", token, expiresAt, need };
}

/** The pending sign-in of a token, or null when it is over, unknown, or its person may not sign in any more. */
export async function findPendingSignIn(ctx: Ctx, token: string | undefined): Promise<PendingSignIn | null> {
  const found = await lookUp(ctx, token);
  if (!found) return null;
  const { id: userId, email, name, role } = found.account;
  const { id, factors, need, enrolled } = found;
  return { id, userId, email, name, role, factors, need, enrolled };
}

/**
 * Ends a pending sign-in with a session. The caller has just checked a second factor of this very person, or set one up
 * for them; `methods` names what was shown since it began. Throws `unauthenticated` when it is over; of two at once one wins.
 */
export async function completeSignIn(
  ctx: Ctx,
  token: string | undefined,
  methods: readonly SignInMethod[],
): Promise<StartedSession> {
  const found = await lookUp(ctx, token);
  if (!found) throw signInOver();
  return inTransaction(ctx, async (tx) => {
    if (!(await store.takePending(tx, found.id, ctx.now()))) throw signInOver();
    const shown = [...found.methods, ...methods];
    const inOrder = SIGN_IN_METHODS.filter((method) => shown.includes(method));
    return insertSession(ctx, tx, found.account, inOrder);
  });
}

async function lookUp(ctx: Ctx, token: string | undefined) {
  if (!isToken(token)) return null;
  const row = await store.findPending(ctx.db, ctx.seals, sessionTokenHash(token));
  if (!row || !isOpen(row.expiresAt, ctx.now(), PENDING_SECONDS_MAX) || row.account.status !== "active")
    return null;
  const factors = await store.findSecondFactors(ctx.db, ctx.seals, row.account.id);
  if (!factors) return null;
  // Without a need the rules became laxer meanwhile, or a factor was removed: the password alone is asked for again.
  const need = await needOf(ctx, factors);
  return need && { ...row, enrolled: enrolledOf(row), factors, need };
}

/** What a person has as a second factor. Throws `unauthenticated` when one is missing from the database. */
export async function requireSecondFactors(
  { seals }: Pick<Ctx, "seals">,
  db: Db | Tx,
  userId: string,
): Promise<SecondFactors> {
  const factors = await store.findSecondFactors(db, seals, userId);
  if (factors) return factors;
  throw new AppError("unauthenticated", "Your second factor cannot be checked. Ask an Owner to reset it.");
}

function enrolledOf({ enrolled }: store.PendingRow): PendingSignIn["enrolled"] {
  return enrolled === "totp" || enrolled === "passkey" ? enrolled : null;
}

async function needOf(ctx: Ctx, factors: SecondFactors): Promise<PendingNeed | null> {
  if (hasSecondFactor(factors)) return "secondFactor";
  return (await currentSettings(ctx)).requiresSecondFactor ? "enrolment" : null;
}

export function signInOver(): AppError {
  return new AppError("unauthenticated", "This sign-in took too long or was ended. Begin again.");
}
