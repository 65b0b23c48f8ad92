import { addMember, createGroup } from "@/lib/grants/groups/service";
import { newGrant } from "@/lib/grants/schema";
import { createGrant } from "@/lib/grants/service";
import { createPerson } from "@/lib/people/service";
import { newId } from "@/lib/platform/ids";
import { newName, SCOPE, storedSecret } from "./fixture";
import { type Instance, PASSWORD } from "./instance";
import type { ActionRow } from "./matrix-actions";

const BY_ADMINS = "done done forbidden forbidden in in";

/** A Member to whom nothing was granted. */
async function member({ ctx }: Instance): Promise<string> {
  const email = `${newName("m").toLowerCase()}@example.com`;
  await createPerson(ctx, { email, role: "member", password: PASSWORD });
  return email;
}

async function group({ ctx }: Instance): Promise<string> {
  const slug = newName("g").toLowerCase().replaceAll("_", "-");
  await createGroup(ctx, { slug, name: slug });
  return slug;
}

const scope = `${SCOPE.project}/${SCOPE.environment}`;
const asked = { capability: "set", expires: "30d" };

/** What each visitor can do to grants and groups. */
export const ACCESS_MATRIX: Readonly<Record<string, readonly ActionRow[]>> = {
  createGrantAction: [
    {
      tries: "granting a Member an environment",
      cells: BY_ADMINS,
      fields: async (instance) => ({ ...asked, holder: await member(instance), scope, names: "" }),
    },
    {
      tries: "granting a group names of a project that begin so",
      cells: BY_ADMINS,
      fields: async (instance) => ({
        ...{ ...asked, holder: await group(instance), scope: SCOPE.project, names: "STRIPE_*" },
      }),
    },
    {
      tries: "granting a Member one secret, to manage it",
      cells: BY_ADMINS,
      fields: async (instance) => ({
        ...{ holder: await member(instance), scope, names: (await storedSecret(instance)).name },
        ...{ capability: "manage", expires: "never" },
      }),
    },
    {
      tries: "granting an Owner something",
      cells: "validation validation forbidden forbidden in in",
      fields: async ({ ctx }) => {
        const { email } = await ctx.db.user.findFirstOrThrow({ where: { role: "owner" } });
        return { ...asked, holder: email, scope, names: "" };
      },
    },
    {
      tries: "granting a secret of a project that is not there",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async (instance) => ({
        ...{ ...asked, holder: await member(instance), scope: "nowhere/production", names: "" },
      }),
    },
  ],
  deleteGrantAction: [
    {
      tries: "removing a grant",
      cells: BY_ADMINS,
      fields: async (instance) => {
        const subject = { person: await member(instance) };
        const input = newGrant.parse({ subject, target: SCOPE, capability: "see" });
        return { grantId: (await createGrant(instance.ctx, input)).id };
      },
    },
    {
      tries: "removing a grant that is not there",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async () => ({ grantId: newId() }),
    },
  ],
  createGroupAction: [
    {
      tries: "creating a group",
      cells: "→/people/groups →/people/groups forbidden forbidden in in",
      fields: async () => ({ slug: newName("g").toLowerCase().replaceAll("_", "-"), name: "Group" }),
    },
  ],
  deleteGroupAction: [
    {
      tries: "deleting a group",
      cells: "→/people/groups →/people/groups forbidden forbidden in in",
      fields: async (instance) => ({ group: await group(instance) }),
    },
    {
      tries: "deleting a group that is not there",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async () => ({ group: "nowhere" }),
    },
  ],
  addMemberAction: [
    {
      tries: "adding a person to a group",
      cells: BY_ADMINS,
      fields: async (instance) => ({ group: await group(instance), person: await member(instance) }),
    },
  ],
  removeMemberAction: [
    {
      tries: "removing a person from a group",
      cells: BY_ADMINS,
      fields: async (instance) => {
        const input = { group: await group(instance), person: await member(instance) };
        await addMember(instance.ctx, input);
        return input;
      },
    },
  ],
};
