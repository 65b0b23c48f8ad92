"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { formAction } from "@/lib/web/action";
import { GROUPS_PATH, groupPath } from "./model";
import { group, groupMember, newGroup } from "./schema";
import { addMember, createGroup, deleteGroup, removeMember } from "./service";

export const createGroupAction = formAction({
  schema: newGroup,
  run: async (ctx, input) => {
    const { slug } = await createGroup(ctx, input);
    redirect(groupPath(slug));
  },
});

export const deleteGroupAction = formAction({
  schema: group,
  run: async (ctx, input) => {
    await deleteGroup(ctx, input.group);
    redirect(GROUPS_PATH);
  },
});

export const addMemberAction = formAction({
  schema: groupMember,
  run: async (ctx, input) => {
    await addMember(ctx, input);
    refresh();
    return { person: input.person };
  },
});

export const removeMemberAction = formAction({
  schema: groupMember,
  run: async (ctx, input) => {
    await removeMember(ctx, input);
    refresh();
    return { person: input.person };
  },
});
