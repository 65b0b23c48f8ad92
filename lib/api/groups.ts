import { z } from "zod";
import { MEMBER_SOURCES } from "@/lib/grants/groups/model";
import { groupMember, newGroup } from "@/lib/grants/groups/schema";
import {
  addMember,
  createGroup,
  deleteGroup,
  listGroups,
  listMembers,
  removeMember,
} from "@/lib/grants/groups/service";
import { created, NO_CONTENT, ok } from "./answer";
import { openCursor, pageOfAll, pageQuery, sealCursor, wholeListQuery } from "./cursor";
import { type Endpoint, endpoint } from "./endpoint";
import { pageOf } from "./secret-answers";

const tag = "Groups";
const onlyEverywhere = "Only for keys of the whole organisation.";

const Group = z
  .object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    members: z.int().meta({ description: "How many." }),
    grants: z.int().meta({ description: "How many." }),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
  })
  .meta({ id: "Group" });

const GroupMember = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    source: z.enum(MEMBER_SOURCES).meta({
      description:
        "Who put them there: an admin, or single sign-on by the claim that groups are filled from.",
    }),
    createdAt: z.iso.datetime().meta({ description: "When they were added to the group." }),
    createdBy: z.string(),
  })
  .meta({ id: "GroupMember" });

const params = z.object({ slug: groupMember.shape.group });

const list = endpoint(
  {
    method: "GET",
    path: "/groups",
    tag,
    summary: "List groups by slug",
    description: onlyEverywhere,
    action: "group.list",
    query: z.strictObject(wholeListQuery),
    answers: { 200: { description: "All of them, or one page.", schema: pageOf(Group) } },
  },
  async ({ ctx, query }) => ok(pageOfAll(ctx, "groups", query, await listGroups(ctx))),
);

const create = endpoint(
  {
    method: "POST",
    path: "/groups",
    tag,
    summary: "Make a group",
    description: onlyEverywhere,
    action: "group.write",
    body: newGroup,
    answers: {
      201: { description: "Made.", schema: z.object({ slug: z.string() }).meta({ id: "CreatedGroup" }) },
    },
  },
  async ({ ctx, body }) => created(await createGroup(ctx, body)),
);

const remove = endpoint(
  {
    method: "DELETE",
    path: "/groups/{slug}",
    tag,
    summary: "Delete a group, with what it was granted",
    description: onlyEverywhere,
    action: "group.write",
    params,
    answers: { 204: { description: "Deleted." } },
  },
  async ({ ctx, params }) => {
    await deleteGroup(ctx, params.slug);
    return NO_CONTENT;
  },
);

const members = endpoint(
  {
    method: "GET",
    path: "/groups/{slug}/members",
    tag,
    summary: "List the people in a group, by address",
    description: onlyEverywhere,
    action: "group.list",
    params,
    query: z.strictObject(pageQuery),
    answers: { 200: { description: "One page.", schema: pageOf(GroupMember) } },
  },
  async ({ ctx, params, query }) => {
    const bound = { ...query, ...params };
    const after = openCursor(ctx, "group-members", bound);
    const { items, next } = await listMembers(ctx, params.slug, { after, limit: query.limit });
    return ok({ items, next: sealCursor(ctx, "group-members", bound, next) });
  },
);

const add = endpoint(
  {
    method: "POST",
    path: "/groups/{slug}/members",
    tag,
    summary: "Put a person into a group, by their address",
    description: `${onlyEverywhere} As a Member they have from then on what the group was granted.`,
    action: "group.write",
    params,
    body: groupMember.omit({ group: true }),
    answers: { 204: { description: "In it." } },
  },
  async ({ ctx, params, body }) => {
    await addMember(ctx, { group: params.slug, ...body });
    return NO_CONTENT;
  },
);

const takeOut = endpoint(
  {
    method: "DELETE",
    path: "/groups/{slug}/members/{person}",
    tag,
    summary: "Take a person out of a group, by their address",
    description: onlyEverywhere,
    action: "group.write",
    params: params.extend({ person: groupMember.shape.person }),
    answers: { 204: { description: "Taken out." } },
  },
  async ({ ctx, params }) => {
    await removeMember(ctx, { group: params.slug, person: params.person });
    return NO_CONTENT;
  },
);

export const groupEndpoints: readonly Endpoint[] = [list, create, remove, members, add, takeOut];
