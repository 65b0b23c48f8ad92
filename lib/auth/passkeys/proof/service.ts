import type { Account } from "@/lib/accounts/store";
import type { UserActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { AppError } from "@/lib/platform/app-error";
import { recordConfirmation } from "../../confirmation/service";
import { completeSignIn, findPendingSignIn, signInOver } from "../../pending/service";
import { type StartedSession, startSession } from "../../service";
import { countingFailures, withinAddressBound } from "../../throttle/throttle";
import { type ChallengeUse, newChallenge, readChallenge } from "../challenge";
import { PASSKEYS_MAX } from "../model";
import type { AssertionAnswer } from "../schema";
import * as store from "../store";
import { assertionOptionsFor, bytesOf, checkAssertion, userHandle } from "../webauthn";

const SIGN_IN: ChallengeUse = { ceremony: "signIn", boundTo: "" };
const REFUSED = "This passkey was not accepted. Try again, or choose another way.";

type SessionCtx = Ctx & { readonly actor: UserActor };

/** A passkey that a browser shows, for what, and whose it has to be. */
interface Shown {
  readonly answer: AssertionAnswer;
  readonly use: ChallengeUse;
  /** Null where the passkey itself says who signs in. */
  readonly owner: { readonly id: string; readonly email: string } | null;
}

/** What the browser needs to sign in with any passkey of this instance. Tells nothing about who has one. */
export async function signInOptions(ctx: Ctx, origin: string) {
  return assertionOptionsFor({ origin, challenge: newChallenge(ctx, SIGN_IN), known: [] });
}

/**
 * Signs in whoever shows a passkey and, to it, that it is them: it stands for both factors. Throws `unauthenticated` with
 * the same words for an unknown passkey, a wrong answer and a suspended person; `throttled` after too many failures
 * from one address. Refusals are audited where the passkey is one of an account.
 */
export async function signInWithPasskey(
  ctx: Ctx,
  origin: string,
  answer: AssertionAnswer,
): Promise<StartedSession> {
  const account = await withinAddressBound(ctx, "passkey", () =>
    provePasskey(ctx, origin, { answer, use: SIGN_IN, owner: null }),
  );
  if (!account) throw new AppError("unauthenticated", REFUSED);
  return startSession(ctx, account, ["passkey"]);
}

/** What the browser needs to show one of the passkeys of a pending sign-in's person. Throws `unauthenticated`. */
export async function secondStepOptions(ctx: Ctx, origin: string, token: string | undefined) {
  const pending = await findPendingSignIn(ctx, token);
  if (pending?.need !== "secondFactor") throw signInOver();
  const use = { ceremony: "secondStep", boundTo: pending.id } as const;
  return ownOptions(ctx, origin, pending.userId, use);
}

/**
 * Ends a pending sign-in with a session when its own person shows a passkey of theirs. Throws `unauthenticated` when
 * it is over, `validation` when the passkey is not accepted, `throttled` after too many failures.
 */
export async function completeWithPasskey(
  ctx: Ctx,
  origin: string,
  input: { readonly token: string | undefined; readonly answer: AssertionAnswer },
): Promise<StartedSession> {
  const { token, answer } = input;
  const pending = await findPendingSignIn(ctx, token);
  if (pending?.need !== "secondFactor") throw signInOver();
  const use = { ceremony: "secondStep", boundTo: pending.id } as const;
  const owner = { id: pending.userId, email: pending.email };
  const check = () => provePasskey(ctx, origin, { answer, use, owner });
  // Not `unauthenticated`, which says that the whole sign-in is over.
  if (!(await countingFailures(ctx, owner.email, check))) throw new AppError("validation", REFUSED);
  return completeSignIn(ctx, token, ["passkey"]);
}

/** What the browser needs to show one of the actor's passkeys. Throws `notFound` when they have none. */
export async function confirmationOptions(ctx: SessionCtx, origin: string) {
  return ownOptions(ctx, origin, ctx.actor.id, confirmationOf(ctx));
}

/** Notes that the actor has just shown by a passkey of theirs who they are. Throws `validation` or `throttled`. */
export async function confirmWithPasskey(
  ctx: SessionCtx,
  origin: string,
  answer: AssertionAnswer,
): Promise<void> {
  const { id, email } = ctx.actor;
  const shown = { answer, use: confirmationOf(ctx), owner: { id, email } };
  const account = await countingFailures(ctx, email, () => provePasskey(ctx, origin, shown));
  // Not `unauthenticated`, which would lead to the sign-in page: the session goes on.
  if (!account) throw new AppError("validation", REFUSED);
  await recordConfirmation(ctx, "passkey");
}

/** The account of whoever shows its passkey; null, and on record, when anything about it is not right. */
async function provePasskey(ctx: Ctx, origin: string, shown: Shown): Promise<Account | null> {
  const passkey = await store.findByCredential(ctx.db, ctx.seals, bytesOf(shown.answer.id));
  const reason = passkey ? await reasonAgainst(ctx, origin, passkey, shown) : "unknown passkey";
  if (!reason) return passkey?.account ?? null;
  const email = shown.owner?.email ?? passkey?.account.email;
  // Passkeys that nobody knows are not on record: anybody can make them up, and fill the log.
  if (email !== undefined) {
    ctx.audit.refuse(ctx, { action: "session.refused", target: { name: email }, detail: { reason } });
  }
  return null;
}

async function reasonAgainst(
  ctx: Ctx,
  origin: string,
  passkey: store.PasskeyRow,
  { answer, use, owner }: Shown,
) {
  const { account, publicKey } = passkey;
  if (owner && owner.id !== account.id) return "passkey of somebody else";
  const { userHandle: handle } = answer.response;
  const isNamed = handle === Buffer.from(userHandle(account.id)).toString("base64url");
  if (handle === undefined ? !owner : !isNamed) return "passkey of somebody else";
  const checked = await checkAssertion(origin, answer, publicKey, (challenge) =>
    readChallenge(ctx, use, challenge),
  );
  if (!checked) return "wrong passkey answer";
  if (account.status !== "active") return account.status;
  const { challenge, counter, isBackedUp } = checked;
  return inTransaction(ctx, async (tx) => {
    const now = ctx.now();
    if (!(await store.spendChallenge(tx, challenge))) return "passkey answer given before";
    return (await store.markUsed(tx, ctx.seals, { id: passkey.id, counter, isBackedUp, now }))
      ? null
      : "copied passkey";
  });
}

async function ownOptions(ctx: Ctx, origin: string, userId: string, use: ChallengeUse) {
  const known = await store.listCredentials(ctx.db, userId, PASSKEYS_MAX);
  // An empty list would let the browser offer any passkey.
  if (known.length === 0) throw new AppError("notFound", "You have no passkey yet.");
  return assertionOptionsFor({ origin, challenge: newChallenge(ctx, use), known });
}

function confirmationOf({ actor }: SessionCtx): ChallengeUse {
  return { ceremony: "confirmation", boundTo: actor.sessionId };
}
