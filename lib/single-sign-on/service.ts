import { PROVIDER, setClaimedGroups } from "@/lib/accounts/claimed-groups/service";
import {
  type Account,
  changeAccount,
  findAccount,
  insertAccount,
  lockWithOwners,
} from "@/lib/accounts/store";
import type { NewAuditEvent } from "@/lib/audit/model";
import { insertSession, type StartedSession } from "@/lib/auth/service";
import type { Role } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { databaseFailure } from "@/lib/db/errors";
import { inTransaction } from "@/lib/db/transaction";
import { revokeInvitations } from "@/lib/people/invitations/revocation";
import { takeInvitationTo } from "@/lib/people/invitations/service";
import { isLastOwner } from "@/lib/people/membership/model";
import { nameFromEmail } from "@/lib/people/model";
import { AppError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import type { SingleSignOn } from "@/lib/platform/single-sign-on";
import { mappedGroups, mappedRole, type ProviderIdentity, type SsoProblem } from "./model";
import * as store from "./store";

/** A session, or why there is none. */
export type SsoOutcome =
  | ({
      readonly kind: "started";
      /** What the mapping table calls groups, for this person, and no group has as its slug. */
      readonly unknownGroups: readonly string[];
    } & StartedSession)
  | { readonly kind: "refused"; readonly problem: SsoProblem };

type SsoCtx = Ctx & { readonly singleSignOn: SingleSignOn };

/**
 * Signs in whoever the provider vouches for. Found by issuer and subject; else the person of the address is linked, or a
 * person is made who was invited or whom the settings let in: all only when the provider says that the address is verified. Where a mapping
 * table is set, it decides the role each time, but never takes away the last Owner; another one decides which groups the person is in beside
 * those that an admin put them in. Our own second factor is not asked for. Refusals are audited and come back as one of a
 * closed list.
 */
export async function signInWithIdentity(ctx: Ctx, identity: ProviderIdentity): Promise<SsoOutcome> {
  const { singleSignOn } = ctx;
  if (!singleSignOn) throw new AppError("notFound", "Single sign-on is not set up here.");
  const input: SsoCtx = { ...ctx, singleSignOn };
  const outcome = await signIn(input, identity).catch((error: unknown) => {
    // Somebody else made the same person or link at this moment: now it is found.
    if (databaseFailure(error).kind === "unique") return signIn(input, identity);
    throw error;
  });
  if (outcome.kind === "refused") recordRefusal(ctx, outcome.problem, identity.email);
  return outcome;
}

/** Puts on record that somebody who came from the provider was not let in. */
export function recordRefusal(ctx: Ctx, problem: SsoProblem, email: string | null): void {
  const detail = { reason: problem, methods: ["sso"] };
  const target = email === null ? {} : { target: { name: email } };
  ctx.audit.refuse(ctx, { action: "session.refused", ...target, detail });
}

function signIn(ctx: SsoCtx, identity: ProviderIdentity): Promise<SsoOutcome> {
  const { issuer } = ctx.singleSignOn;
  const { subject } = identity;
  return inTransaction(ctx, async (tx): Promise<SsoOutcome> => {
    const linked = await store.findLinkedAccount(tx, ctx.seals, { issuer, subject });
    const account = linked ?? (await newlyLinked(ctx, tx, identity));
    if (typeof account === "string") return { kind: "refused", problem: account };
    if (account.status !== "active") return { kind: "refused", problem: "not-invited" };
    await store.touchIdentity(tx, { issuer, subject }, ctx.now());
    const current = await withMappedRole(ctx, tx, account, identity);
    const groups = mappedGroups(ctx.singleSignOn, identity.claims);
    const unknownGroups = await setClaimedGroups(ctx, tx, current, groups);
    return { kind: "started", unknownGroups, ...(await insertSession(ctx, tx, current, ["sso"])) };
  });
}

/** The person of an address that the provider answers for, linked to this subject from now on; or why there is none. */
async function newlyLinked(ctx: SsoCtx, tx: Tx, identity: ProviderIdentity): Promise<Account | SsoProblem> {
  const { email, isEmailVerified, subject } = identity;
  const { issuer } = ctx.singleSignOn;
  if (email === null) return "no-address";
  if (!isEmailVerified) return "unverified-address";
  const known = await findAccount(tx, ctx.seals, { email });
  if (known) {
    const subjects = await store.subjectsOf(tx, issuer, known.id);
    // Linked by the same person in another tab, at this very moment.
    if (subjects.includes(subject)) return known;
    // The address means somebody else to the provider by now: it was given to another person there.
    if (known.status !== "active" || subjects.length > 0) return "not-invited";
  }
  const account = known ?? (await madePerson(ctx, tx, { ...identity, email }));
  if (typeof account === "string") return account;
  await store.insertIdentity(tx, ctx.seals, { issuer, subject, userId: account.id }, ctx.now());
  await append(ctx, tx, { action: "identity.linked", target: { name: email }, detail: { issuer, subject } });
  return account;
}

/** Makes the person that was invited, or whom the settings let in; or says why not. */
async function madePerson(
  ctx: SsoCtx,
  tx: Tx,
  identity: ProviderIdentity & { readonly email: string },
): Promise<Account | SsoProblem> {
  const { email } = identity;
  const now = ctx.now();
  const invited = await takeInvitationTo({ ...ctx, actor: PROVIDER }, tx, email);
  const role = invited ?? roleOfStranger(ctx, identity);
  if (role === null) return "not-invited";
  const name = identity.name ?? nameFromEmail(email);
  const person: Account = { id: newId(now), email, name, role, status: "active", passwordHash: null };
  await insertAccount(tx, ctx.seals, person, now);
  await append(ctx, tx, { action: "person.created", target: { name: email }, detail: { role } });
  return person;
}

function roleOfStranger({ singleSignOn }: SsoCtx, identity: ProviderIdentity): Role | null {
  if (!singleSignOn.createsPeople) return null;
  return mappedRole(singleSignOn, identity.claims) ?? singleSignOn.defaultRole;
}

/** The account with the role that the table gives it now. */
async function withMappedRole(
  ctx: SsoCtx,
  tx: Tx,
  account: Account,
  identity: ProviderIdentity,
): Promise<Account> {
  const to = mappedRole(ctx.singleSignOn, identity.claims);
  const { id, email, role: from } = account;
  if (to === null || to === from) return account;
  const target = { name: email };
  if (from === "owner" && isLastOwner(account, await lockWithOwners(tx, ctx.seals, [id]))) {
    const detail = { wanted: "person.roleChanged", to, reason: "the last active Owner stays one" };
    await append(ctx, tx, { action: "access.refused", target, detail });
    return account;
  }
  // Whoever else changed the role at this moment has decided.
  if (!(await changeAccount(tx, ctx.seals, id, { role: to }, { role: from }))) return account;
  await append(ctx, tx, { action: "person.roleChanged", target, detail: { from, to } });
  for (const event of await revokeInvitations(ctx, tx, { of: account, nowIs: to }))
    await append(ctx, tx, event);
  return { ...account, role: to };
}

async function append(ctx: Ctx, tx: Tx, event: NewAuditEvent): Promise<void> {
  await ctx.audit.append(tx, { ...ctx, actor: PROVIDER }, [event]);
}
