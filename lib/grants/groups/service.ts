import { findAccount } from "@/lib/accounts/store";
import { actorLabel } from "@/lib/authorization/actor";
import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import type { Tx } from "@/lib/db/client";
import { databaseFailure } from "@/lib/db/errors";
import { inTransaction } from "@/lib/db/transaction";
import { holdStanding } from "@/lib/people/membership/standing";
import { AppError, fieldError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import {
  GROUP_MEMBERS_SHOWN_MAX,
  GROUPS_MAX,
  type GroupDetails,
  type GroupMemberMeta,
  type GroupMeta,
} from "./model";
import type { GroupMember, NewGroup } from "./schema";
import * as store from "./store";

/** Makes a group without members. Throws a field error when the slug is taken. */
export async function createGroup(ctx: Ctx, { slug, name }: NewGroup): Promise<{ readonly slug: string }> {
  await authorize(ctx, "group.write", null);
  const now = ctx.now();
  await inTransaction(ctx, async (tx) => {
    const group = { id: newId(now), slug, name };
    const stamp = { createdAt: now, createdBy: actorLabel(ctx.actor) };
    if (!(await store.insertGroup(tx, ctx.seals, group, stamp)))
      throw fieldError("slug", `There are ${GROUPS_MAX} groups, which is as many as there may be.`);
    await ctx.audit.append(tx, ctx, [{ action: "group.created", target: { name: slug }, detail: { name } }]);
  }).catch((error: unknown) => {
    if (databaseFailure(error).kind !== "unique") throw error;
    throw fieldError("slug", `There is already a group “${slug}”.`);
  });
  return { slug };
}

/** The group of a slug, for a caller who has decided that it may know; null when there is none. */
export function findGroupOf(
  { seals }: Pick<Ctx, "seals">,
  tx: Tx,
  slug: string,
): Promise<store.GroupRow | null> {
  return store.findGroup(tx, seals, slug);
}

/** Deletes a group; what it was granted ends at once. Throws `notFound`. */
export async function deleteGroup(ctx: Ctx, slug: string): Promise<{ readonly name: string }> {
  await authorize(ctx, "group.write", null);
  return inTransaction(ctx, async (tx) => {
    const group = await foundGroup(ctx, tx, slug);
    const deleted = await store.deleteGroup(tx, group.id);
    if (!deleted) throw noGroup();
    await ctx.audit.append(tx, ctx, [{ action: "group.deleted", target: { name: slug }, detail: deleted }]);
    return { name: group.name };
  });
}

/**
 * Adds a person to a group: as a Member they have from then on what it was granted; in another role it changes nothing for them.
 * Throws `validation` for an address that is nobody's, and `conflict` for a member.
 */
export async function addMember(ctx: Ctx, { group: slug, person: email }: GroupMember): Promise<void> {
  await authorize(ctx, "group.write", null);
  await inTransaction(ctx, async (tx) => {
    await holdStanding(ctx, tx);
    const group = await foundGroup(ctx, tx, slug);
    const person = await findAccount(tx, ctx.seals, { email });
    if (!person) throw fieldError("person", "There is no person with this address.");
    const stamp = { createdAt: ctx.now(), createdBy: actorLabel(ctx.actor) };
    const member = { groupId: group.id, userId: person.id };
    if (!(await store.insertMember(tx, ctx.seals, member, stamp)))
      throw new AppError("conflict", `${email} is in this group already.`);
    await ctx.audit.append(tx, ctx, [
      { action: "group.memberAdded", target: { name: slug }, detail: { person: email } },
    ]);
  });
}

/** Takes a person out of a group, with what it was granted. Throws `notFound` for who is not in it. */
export async function removeMember(ctx: Ctx, { group: slug, person: email }: GroupMember): Promise<void> {
  await authorize(ctx, "group.write", null);
  await inTransaction(ctx, async (tx) => {
    const group = await foundGroup(ctx, tx, slug);
    const person = await findAccount(tx, ctx.seals, { email });
    const isRemoved =
      person !== null && (await store.deleteMember(tx, { groupId: group.id, userId: person.id }));
    if (!isRemoved) throw new AppError("notFound", `${email} is not in this group.`);
    await ctx.audit.append(tx, ctx, [
      { action: "group.memberRemoved", target: { name: slug }, detail: { person: email } },
    ]);
  });
}

/** All groups, by slug. */
export async function listGroups(ctx: Ctx): Promise<GroupMeta[]> {
  await authorize(ctx, "group.list", null);
  return (await store.listGroups(ctx.pool, ctx.seals)).map(metaOf);
}

/** The groups that a person is in. */
export async function listGroupsOf(ctx: Ctx, personId: string): Promise<GroupMeta[]> {
  await authorize(ctx, "group.list", null);
  return (await store.listGroups(ctx.pool, ctx.seals, { userId: personId })).map(metaOf);
}

/** One group with its members. Throws `notFound`. */
export async function findGroup(ctx: Ctx, slug: string): Promise<GroupDetails> {
  await authorize(ctx, "group.list", null);
  const [row] = await store.listGroups(ctx.pool, ctx.seals, { slug });
  if (!row) throw noGroup();
  const { items } = await store.listMembers(ctx.db, ctx.seals, row.id, { limit: GROUP_MEMBERS_SHOWN_MAX });
  return { ...metaOf(row), people: items.map(shownMember) };
}

/** One page of the members of a group, by address. Throws `notFound`. */
export async function listMembers(
  ctx: Ctx,
  slug: string,
  asked: { readonly after?: string | undefined; readonly limit: number },
): Promise<{ readonly items: readonly GroupMemberMeta[]; readonly next: string | null }> {
  await authorize(ctx, "group.list", null);
  const group = await store.findGroup(ctx.db, ctx.seals, slug);
  if (!group) throw noGroup();
  const { items, next } = await store.listMembers(ctx.db, ctx.seals, group.id, asked);
  return { items: items.map(shownMember), next };
}

async function foundGroup(ctx: Ctx, tx: Tx, slug: string): Promise<store.GroupRow> {
  const group = await store.findGroup(tx, ctx.seals, slug);
  if (!group) throw noGroup();
  return group;
}

function metaOf({ seal: _seal, createdAt, ...group }: store.ListedGroup): GroupMeta {
  return { ...group, createdAt: createdAt.toISOString() };
}

function shownMember({ source, createdAt, ...person }: store.MemberRow): GroupMemberMeta {
  return { ...person, source: source === "claim" ? source : "admin", createdAt: createdAt.toISOString() };
}

function noGroup(): AppError {
  return new AppError("notFound", "There is no such group. It may have been deleted.");
}
