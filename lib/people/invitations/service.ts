import type { Account } from "@/lib/accounts/store";
import { hashPassword } from "@/lib/auth/password";
import { isToken, newSessionToken, sessionTokenHash } from "@/lib/auth/session";
import { actorLabel, type Role } from "@/lib/authorization/actor";
import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { databaseFailure } from "@/lib/db/errors";
import { inTransaction } from "@/lib/db/transaction";
import type { Mailer } from "@/lib/net/mail";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { newId } from "@/lib/platform/ids";
import { holdStanding } from "../membership/standing";
import { insertPerson } from "../store";
import { invitationEmail } from "./email";
import {
  type Delivery,
  INVITATION_HOURS,
  type InvitationMeta,
  type InvitationPage,
  type IssuedInvitation,
  type OpenInvitation,
} from "./model";
import type { Acceptance, NewInvitation } from "./schema";
import * as store from "./store";

const INVITATIONS_PAGE_SIZE = 50;

/**
 * Invites somebody to become a person of this role, and answers with the link, which is nowhere to be had again: it works
 * once, for 72 hours. An earlier open invitation to the address is revoked. The mail is sent once all is
 * stored; when it fails, the invitation stands all the same.
 */
export async function invitePerson(ctx: Ctx, input: NewInvitation): Promise<IssuedInvitation> {
  const { email, role } = input;
  await authorizeFor(ctx, "person.create", role);
  const earlier = await store.findOpenTo(ctx.db, ctx.seals, email);
  if (earlier) await authorizeFor(ctx, "person.create", earlier.role);
  const now = ctx.now();
  const [id, token, createdBy] = [newId(now), newSessionToken(), actorLabel(ctx.actor)];
  const expiresAt = new Date(now.getTime() + INVITATION_HOURS * 60 * 60 * 1000);
  const row = { id, email, role, createdBy, createdAt: now, expiresAt, tokenHash: sessionTokenHash(token) };
  await inTransaction(ctx, async (tx) => {
    await store.lockInviting(tx);
    await holdStanding(ctx, tx);
    if (await store.hasPerson(tx, email)) throw alreadyThere(email);
    const open = await store.findOpenTo(tx, ctx.seals, email);
    if (open?.role === "owner" && ![role, earlier?.role].includes("owner")) throw invitedMeanwhile();
    const isReplaced = open !== null && (await store.revokeOpen(tx, ctx.seals, open.id, now));
    await store.insertInvitation(tx, ctx.seals, row);
    const target = { name: email };
    await ctx.audit.append(tx, ctx, [
      ...(isReplaced ? [{ action: "invitation.revoked", target, detail: { role: open.role } } as const] : []),
      { action: "invitation.created", target, detail: { role } },
    ]);
  });
  const link = `${ctx.origin}/join?token=${token}`;
  const message = invitationEmail({ email, role, invitedBy: createdBy, link, expiresAt });
  return { email, role, expiresAt, link, delivery: await deliver(ctx.mail, message) };
}

async function deliver(mail: Mailer | null, message: Parameters<Mailer["send"]>[0]): Promise<Delivery> {
  if (!mail) return "none";
  return (await mail.send(message)) ? "sent" : "failed";
}

/**
 * One page of the open invitations, expired ones too, latest first. `after` is the `next` of the page before. Throws
 * `validation` for a cursor that is none of ours.
 */
export async function listInvitations(ctx: Ctx, after?: string): Promise<InvitationPage> {
  await authorize(ctx, "person.list", null);
  const cursor = after === undefined ? null : decodeCursor(after, "created");
  const position = cursor && { createdAt: new Date(Number(cursor.key)), id: cursor.id };
  const rows = await store.listOpen(ctx.db, position, INVITATIONS_PAGE_SIZE + 1);
  const items = rows.slice(0, INVITATIONS_PAGE_SIZE);
  const last = rows.length > items.length ? items.at(-1) : undefined;
  const next = last && encodeCursor({ sort: "created", key: String(last.createdAt.getTime()), id: last.id });
  return { items, next: next ?? null };
}

/** Makes the link of an open invitation worthless. Throws `notFound` for one that was accepted or revoked already. */
export async function revokeInvitation(ctx: Ctx, id: string): Promise<InvitationMeta> {
  await authorize(ctx, "person.manage", null);
  const invitation = await store.findOpen(ctx.db, ctx.seals, id);
  if (!invitation) throw notOpen();
  await authorizeFor(ctx, "person.manage", invitation.role);
  const { email, role } = invitation;
  return inTransaction(ctx, async (tx) => {
    if (!(await store.revokeOpen(tx, ctx.seals, id, ctx.now()))) throw notOpen();
    const event = { action: "invitation.revoked", target: { name: email }, detail: { role } } as const;
    await ctx.audit.append(tx, ctx, [event]);
    return invitation;
  });
}

/**
 * What the link of an invitation is for; null when it does not work: used, revoked, expired or never made, without a
 * difference. Whoever has the token may know, and nobody else.
 */
export async function findInvitation(
  ctx: Pick<Ctx, "db" | "seals" | "now">,
  token: string,
): Promise<OpenInvitation | null> {
  const found = await findValid(ctx, token);
  if (!found) return null;
  const { email, role } = found;
  return { email, role, hasAccount: await store.hasPerson(ctx.db, email) };
}

/**
 * Makes the person that an invitation is for, and answers with the account to sign in. Of two at once one wins. Throws
 * `notFound` for a link that does not work, `conflict` when somebody is signed in or the address has an account by now.
 */
export async function acceptInvitation(ctx: Ctx, input: Acceptance): Promise<Account> {
  if (ctx.actor.kind === "user") throw signedInAlready(ctx.actor.email);
  const invitation = await findValid(ctx, input.token);
  if (!invitation) throw doesNotWork();
  const { email, role, createdBy } = invitation;
  const passwordHash = await hashPassword(input.password);
  const now = ctx.now();
  const person = { id: newId(now), email, name: input.name, role, passwordHash };
  const target = { name: email };
  const accepting = inTransaction(ctx, async (tx) => {
    if (!(await store.takeInvitation(tx, ctx.seals, invitation.id, now))) throw doesNotWork();
    await insertPerson(tx, ctx.seals, person, now);
    await ctx.audit.append(tx, ctx, [
      { action: "invitation.accepted", target, detail: { role, invitedBy: createdBy } },
      { action: "person.created", target, detail: { role } },
    ]);
  });
  await accepting.catch((error: unknown) => {
    throw isDuplicate(error) ? hasAccount(email) : error;
  });
  return { ...person, status: "active" };
}

/**
 * Uses up the open invitation to an address, for somebody whom single sign-on vouches for, and answers with its role; null
 * without one that works. For the transaction that makes the person.
 */
export async function takeInvitationTo(ctx: Ctx, tx: Tx, email: string): Promise<Role | null> {
  const invitation = await store.findOpenTo(tx, ctx.seals, email);
  if (!invitation || !(await store.takeInvitation(tx, ctx.seals, invitation.id, ctx.now()))) return null;
  const { role, createdBy: invitedBy } = invitation;
  const event = {
    action: "invitation.accepted",
    target: { name: email },
    detail: { role, invitedBy },
  } as const;
  await ctx.audit.append(tx, ctx, [event]);
  return role;
}

async function findValid(
  ctx: Pick<Ctx, "db" | "seals" | "now">,
  token: string,
): Promise<InvitationMeta | null> {
  return isToken(token) ? store.findValid(ctx.db, ctx.seals, sessionTokenHash(token), ctx.now()) : null;
}

/** An invitation gives a role away: for that of an Owner one has to be one. */
async function authorizeFor(ctx: Ctx, action: "person.create" | "person.manage", role: Role): Promise<void> {
  await authorize(ctx, role === "owner" ? "owner.manage" : action, null);
}

/** `inTransaction` has decoded what the database said; what it said is the cause. */
function isDuplicate(error: unknown): boolean {
  return databaseFailure(error).kind === "unique";
}

function alreadyThere(email: string): AppError {
  return fieldError("email", `There is already a person with the address ${email}.`);
}

function invitedMeanwhile(): AppError {
  return new AppError("conflict", "Somebody else invited this address at this very moment. Look again.");
}

function notOpen(): AppError {
  return new AppError("notFound", "This invitation was accepted or revoked already.");
}

function doesNotWork(): AppError {
  return new AppError("notFound", "This invitation does not work any more. Ask for a new one.");
}

function signedInAlready(email: string): AppError {
  return new AppError("conflict", `You are signed in as ${email}. Sign out first, then open the link again.`);
}

function hasAccount(email: string): AppError {
  return new AppError("conflict", `${email} has an account by now. Sign in with it instead.`);
}
