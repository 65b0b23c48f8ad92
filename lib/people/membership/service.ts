import { changeAccount, deleteSessions } from "@/lib/accounts/store";
import { revokeKeysMadeBy } from "@/lib/api-keys/makers/service";
import type { NewAuditEvent } from "@/lib/audit/model";
import { canonicalEmail } from "@/lib/auth/email";
import { clearBoundsOf } from "@/lib/auth/throttle/throttle";
import type { Role } from "@/lib/authorization/actor";
import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { inTransaction } from "@/lib/db/transaction";
import { endKeysOf } from "@/lib/personal-keys/service";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { endLinksOf } from "@/lib/value-links/service";
import { revokeInvitations } from "../invitations/revocation";
import { isLastOwner, type Member } from "./model";
import type { Removal, RoleChange } from "./schema";
import { changedMeanwhile, hasStanding } from "./standing";
import * as store from "./store";

/**
 * Gives a person another role. It counts from their next request on, because the role is looked up with each: their
 * sessions stay. Invitations that they could not make any more are revoked. Throws `conflict` for the last Owner.
 */
export async function changeRole(ctx: Ctx, input: RoleChange): Promise<Member> {
  const seen = await targetOf(ctx, input.personId, input.role);
  return changing(ctx, seen, async (tx, person, owners) => {
    if (person.role === input.role) return [];
    if (isLastOwner(person, owners)) throw lastOwner(ctx, person);
    await changeAccount(tx, ctx.seals, person.id, { role: input.role });
    const withdrawn = await revokeInvitations(ctx, tx, { of: person, nowIs: input.role });
    return [event("person.roleChanged", person, { from: person.role, to: input.role }), ...withdrawn];
  });
}

/**
 * Ends a person's access until somebody restores them: all sessions, pending sign-ins and personal keys at once, and
 * invitations that they made. With `revokesKeys` the API keys that they made too, in the same transaction. Nobody suspends themselves, nor the
 * last Owner.
 */
export async function suspendPerson(
  ctx: Ctx,
  personId: string,
  { revokesKeys }: Pick<Removal, "revokesKeys"> = {},
): Promise<Member> {
  const seen = await targetOf(ctx, personId);
  if (isActor(ctx, seen)) throw new AppError("conflict", "You can't suspend yourself. Ask somebody else to.");
  return changing(ctx, seen, async (tx, person, owners) => {
    const revoked = revokesKeys ? await revokeKeysMadeBy(ctx, tx, person.email) : [];
    if (person.status === "suspended") return revoked;
    if (isLastOwner(person, owners)) throw lastOwner(ctx, person);
    await changeAccount(tx, ctx.seals, person.id, { status: "suspended" });
    const endedSessions = await deleteSessions(tx, { allOf: person.id });
    const ended = [...(await endKeysOf(tx, person)), ...(await endLinksOf(ctx, tx, person))];
    const withdrawn = await revokeInvitations(ctx, tx, { of: person, nowIs: null });
    return [event("person.suspended", person, { endedSessions }), ...ended, ...withdrawn, ...revoked];
  });
}

/** Lets a suspended person sign in again, with what they signed in with before. */
export async function restorePerson(ctx: Ctx, personId: string): Promise<Member> {
  return changing(ctx, await targetOf(ctx, personId), async (tx, person) => {
    if (person.status === "active") return [];
    await changeAccount(tx, ctx.seals, person.id, { status: "active" });
    return [event("person.restored", person)];
  });
}

/** Lets a person try again at once after failed sign-ins. Not oneself: an open session would be a way to guess on. */
export async function unlockPerson(ctx: Ctx, personId: string): Promise<Member> {
  const seen = await targetOf(ctx, personId);
  if (isActor(ctx, seen)) throw new AppError("conflict", "Somebody else has to unlock you.");
  return changing(ctx, seen, async (tx, person) => {
    await clearBoundsOf(ctx, tx, person.email);
    return [event("person.unlocked", person)];
  });
}

/**
 * Removes a person for good, once their address was typed. Their sessions, personal keys, factors and identities go with them,
 * and so do open invitations by them and to them, and with `revokesKeys` the API keys that they made; the audit log keeps their address.
 * The last Owner stays.
 */
export async function removePerson(ctx: Ctx, input: Removal): Promise<Member> {
  const seen = await targetOf(ctx, input.personId);
  if (canonicalEmail(input.confirmation) !== seen.email)
    throw fieldError("confirmation", "Type the address exactly as it stands here.");
  return changing(ctx, seen, async (tx, person, owners) => {
    if (isLastOwner(person, owners)) throw lastOwner(ctx, person);
    const endedSessions = await deleteSessions(tx, { allOf: person.id });
    const ended = [...(await endKeysOf(tx, person)), ...(await endLinksOf(ctx, tx, person))];
    await store.deleteMember(tx, person.id);
    await clearBoundsOf(ctx, tx, person.email);
    const withdrawn = await revokeInvitations(ctx, tx, { of: person, nowIs: null, isGone: true });
    const revoked = input.revokesKeys ? await revokeKeysMadeBy(ctx, tx, person.email) : [];
    const removed = event("person.removed", person, { role: person.role, endedSessions });
    return [removed, ...ended, ...withdrawn, ...revoked];
  });
}

/** The id of the person of an address, by which all of the above go. Throws `notFound`. */
export async function personIdOf(ctx: Ctx, email: string): Promise<string> {
  await authorize(ctx, "person.list", null);
  const id = await store.findMemberId(ctx.db, email);
  if (!id) throw new AppError("notFound", `There is no person with the address ${email}.`);
  return id;
}

/** The person of an id, for those who may change them. `becomes` is a role that is given with the change. */
async function targetOf(ctx: Ctx, personId: string, becomes?: Role): Promise<Member> {
  await authorize(ctx, "person.manage", null);
  const person = await store.findMember(ctx.db, ctx.seals, personId);
  if (!person) throw gone();
  if (person.role === "owner" || becomes === "owner") await authorize(ctx, "owner.manage", null);
  return person;
}

type Change = (tx: Tx, person: Member, owners: readonly Member[]) => Promise<readonly NewAuditEvent[]>;

/**
 * Runs a change with the rows of its person, of whoever makes it and of all Owners taken, and records what it says
 * happened. What was decided on what was seen before is void when one of the two has another role by now.
 */
async function changing(ctx: Ctx, seen: Member, change: Change): Promise<Member> {
  const actorId = ctx.actor.kind === "user" ? ctx.actor.id : seen.id;
  return inTransaction(ctx, async (tx) => {
    const rows = await store.lockWithOwners(tx, ctx.seals, [seen.id, actorId]);
    const person = rows.find(({ id }) => id === seen.id);
    if (!person) throw gone();
    const actor = rows.find(({ id }) => id === actorId);
    if (person.role !== seen.role || !hasStanding(ctx, actor)) throw changedMeanwhile();
    const events = await change(tx, person, rows);
    await ctx.audit.append(tx, ctx, events);
    return person;
  });
}

function isActor(ctx: Ctx, person: Member): boolean {
  return ctx.actor.kind === "user" && ctx.actor.id === person.id;
}

function event(
  action: NewAuditEvent["action"],
  person: Member,
  detail: NonNullable<NewAuditEvent["detail"]> = {},
): NewAuditEvent {
  return { action, target: { name: person.email }, detail };
}

function gone(): AppError {
  return new AppError("notFound", "There is no such person. They may have been removed.");
}

function lastOwner(ctx: Ctx, person: Member): AppError {
  const who = isActor(ctx, person) ? "You are" : `${person.email} is`;
  return new AppError("conflict", `${who} the only active Owner. Make somebody else an Owner first.`);
}
