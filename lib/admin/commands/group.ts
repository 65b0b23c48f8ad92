import type { Ctx } from "@/lib/context";
import { counted } from "@/lib/counted";
import { groupMember, newGroup } from "@/lib/grants/groups/schema";
import { addMember, createGroup, deleteGroup, listGroups, removeMember } from "@/lib/grants/groups/service";
import { parseInput } from "../command-input";
import type { Answer } from "../shell";

export async function addGroup(ctx: Ctx, slug: string, name: string): Promise<Answer> {
  const group = parseInput(newGroup, { slug, name });
  await createGroup(ctx, group);
  return { data: { group }, lines: [`Group ${group.slug} is made.`] };
}

/** What can be done to a person in a group, and how that is told. */
const MEMBER_CHANGES = {
  add: { run: addMember, done: "is in" },
  remove: { run: removeMember, done: "is no longer in" },
} as const;

export async function changeMembers(
  ctx: Ctx,
  change: keyof typeof MEMBER_CHANGES,
  member: { readonly group: string; readonly person: string },
): Promise<Answer> {
  const { group, person } = parseInput(groupMember, member);
  const { run, done } = MEMBER_CHANGES[change];
  await run(ctx, { group, person });
  return { data: { group, person, change }, lines: [`${person} ${done} group ${group}.`] };
}

export async function showGroups(ctx: Ctx): Promise<Answer> {
  const groups = await listGroups(ctx);
  const lines = groups.map(
    ({ slug, name, members, grants }) =>
      `${slug}: ${name}, ${counted(members, "member")}, ${counted(grants, "grant")}`,
  );
  return { data: { groups }, lines };
}

export async function removeGroup(ctx: Ctx, slug: string): Promise<Answer> {
  await deleteGroup(ctx, slug);
  return { data: { group: slug }, lines: [`Group ${slug} is deleted, with what it was granted.`] };
}
