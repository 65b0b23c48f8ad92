import { type Account, deleteAllFactors, deleteSessions, findAccount } from "@/lib/accounts/store";
import { hashPassword, isPassword } from "@/lib/auth/password";
import type { Lane } from "@/lib/auth/semaphore";
import { clearBoundsOf, withinBounds } from "@/lib/auth/throttle/throttle";
import type { UserActor } from "@/lib/authorization/actor";
import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { databaseFailure } from "@/lib/db/errors";
import { inTransaction } from "@/lib/db/transaction";
import { endKeysOf } from "@/lib/personal-keys/service";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { nameFromEmail, type PersonMeta } from "./model";
import type { FirstOwner, NewPerson, OwnerByOperator, PasswordChange } from "./schema";
import { isSetupToken, setupIsOpen } from "./setup";
import * as store from "./store";

/**
 * Makes the first Owner, for whoever has the set-up link, and answers with the account to start a session for. Of
 * several at once one wins. Throws `forbidden` when the token is not this instance's, `conflict` once there is an Owner.
 */
export async function createFirstOwner(ctx: Ctx, input: FirstOwner): Promise<Account> {
  if (!(await setupIsOpen(ctx.db))) throw alreadySetUp();
  if (!isSetupToken(ctx.keys, input.token)) {
    throw new AppError(
      "forbidden",
      "This set-up link is not the one that this instance printed when it started.",
    );
  }
  const { email, name, password } = input;
  const passwordHash = await hashPassword(password);
  const now = ctx.now();
  const owner = { id: newId(now), email, name, role: "owner", passwordHash } as const;
  await refusingDuplicates(email, () =>
    inTransaction(ctx, async (tx) => {
      await store.lockFirstOwner(tx);
      if (await store.hasOwner(tx)) throw alreadySetUp();
      await store.insertPerson(tx, ctx.seals, owner, now);
      await ctx.audit.append(tx, ctx, [{ action: "owner.setUp", target: { name: email } }]);
    }),
  );
  return { ...owner, status: "active" };
}

/** Makes a person who signs in with this password. An Owner can only be made by one. */
export async function createPerson(ctx: Ctx, input: NewPerson): Promise<PersonMeta> {
  await authorize(ctx, input.role === "owner" ? "owner.manage" : "person.create", null);
  const { email, role, name = nameFromEmail(email) } = input;
  const passwordHash = await hashPassword(input.password);
  const now = ctx.now();
  const person: PersonMeta = { id: newId(now), email, name, role };
  await refusingDuplicates(email, () =>
    inTransaction(ctx, async (tx) => {
      await store.insertPerson(tx, ctx.seals, { ...person, passwordHash }, now);
      await ctx.audit.append(tx, ctx, [
        { action: "person.created", target: { name: email }, detail: { role } },
      ]);
    }),
  );
  return person;
}

/** An Owner whom an operator made or let back in, and how many second factors they lost by it. */
export type MadeOwner = PersonMeta & { readonly removedFactors: number };

/**
 * Makes an Owner, or makes an existing person an active Owner with this password and ends their sessions: how a lost
 * Owner gets back in. Their second factors, passkeys and recovery codes go, because they may be what was lost. Only for
 * someone on the server’s command line.
 */
export async function makeOwner(ctx: Ctx, input: OwnerByOperator): Promise<MadeOwner> {
  await authorize(ctx, "owner.manage", null);
  if (ctx.actor.kind !== "operator")
    throw new AppError("forbidden", "This is done on the server’s command line.");
  const passwordHash = await hashPassword(input.password);
  return inTransaction(ctx, async (tx) => {
    const known = await store.lockPerson(tx, input.email);
    await clearBoundsOf(ctx, tx, input.email);
    return known
      ? restoreOwner(ctx, tx, known, { name: input.name ?? known.name, passwordHash })
      : { ...(await insertOwner(ctx, tx, input, passwordHash)), removedFactors: 0 };
  });
}

async function insertOwner(
  ctx: Ctx,
  tx: Tx,
  input: OwnerByOperator,
  passwordHash: string,
): Promise<PersonMeta> {
  const { email, name = nameFromEmail(email) } = input;
  const owner: PersonMeta = { id: newId(ctx.now()), email, name, role: "owner" };
  await store.insertPerson(tx, ctx.seals, { ...owner, passwordHash }, ctx.now());
  await ctx.audit.append(tx, ctx, [
    { action: "person.created", target: { name: email }, detail: { role: "owner" } },
  ]);
  return owner;
}

async function restoreOwner(
  ctx: Ctx,
  tx: Tx,
  known: store.LockedPerson,
  to: { readonly name: string; readonly passwordHash: string },
): Promise<MadeOwner> {
  const owner = await store.restorePerson(tx, ctx.seals, known, { ...to, role: "owner" });
  await deleteSessions(tx, { allOf: known.id });
  const endedKeys = await endKeysOf(tx, known);
  const removedFactors = await deleteAllFactors(tx, known.id);
  const target = { name: known.email };
  await ctx.audit.append(tx, ctx, [
    ...(known.role === "owner"
      ? []
      : [{ action: "person.roleChanged", target, detail: { from: known.role, to: "owner" } } as const]),
    ...(known.status === "active" ? [] : [{ action: "person.restored", target } as const]),
    { action: "person.passwordChanged", target },
    ...endedKeys,
    ...(removedFactors === 0
      ? []
      : [{ action: "factor.removed", target, detail: { kind: "all", removed: removedFactors } } as const]),
  ]);
  return { ...owner, removedFactors };
}

/**
 * Changes the actor's own password and ends their other sessions and personal keys. Wrong current ones count for this session,
 * so that one left open is no way to guess it.
 */
export async function changePassword(
  ctx: Ctx & { readonly actor: UserActor },
  input: PasswordChange,
): Promise<{ readonly endedSessions: number; readonly endedKeys: number }> {
  const { id, email, sessionId } = ctx.actor;
  const current = await withinBounds(ctx, email, (lane) => currentHash(ctx, id, input.currentPassword, lane));
  if (!current) throw fieldError("currentPassword", "This is not your current password.");
  const replacement = await hashPassword(input.newPassword);
  return inTransaction(ctx, async (tx) => {
    if (!(await store.replacePassword(tx, ctx.seals, id, { from: current, to: replacement }))) {
      throw new AppError("conflict", "Your password was changed at the same moment from elsewhere.");
    }
    const endedSessions = await deleteSessions(tx, { userId: id, id: { not: sessionId } });
    const event = {
      action: "person.passwordChanged",
      target: { name: email },
      detail: { endedSessions },
    } as const;
    const ended = await endKeysOf(tx, { id, email });
    await ctx.audit.append(tx, ctx, [event, ...ended]);
    return { endedSessions, endedKeys: ended.length };
  });
}

async function currentHash(ctx: Ctx, id: string, password: string, lane: Lane): Promise<string | null> {
  const account = await findAccount(ctx.db, ctx.seals, { id });
  const kept = account?.passwordHash ?? null;
  return (await isPassword(kept, password, lane)) ? kept : null;
}

async function refusingDuplicates(email: string, insert: () => Promise<void>): Promise<void> {
  await insert().catch((error: unknown) => {
    if (databaseFailure(error).kind !== "unique") throw error;
    throw fieldError("email", `There is already a person with the address ${email}.`);
  });
}

function alreadySetUp(): AppError {
  return new AppError("conflict", "This instance already has an Owner. Sign in, or ask them for an account.");
}
