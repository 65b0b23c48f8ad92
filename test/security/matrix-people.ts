import type { Role } from "@/lib/authorization/actor";
import { invitePerson, listInvitations } from "@/lib/people/invitations/service";
import { createPerson } from "@/lib/people/service";
import { newId } from "@/lib/platform/ids";
import { sealing } from "../seals";
import { newName } from "./fixture";
import { type Instance, PASSWORD } from "./instance";
import type { ActionRow } from "./matrix-actions";

const newEmail = () => `${newName("p").toLowerCase()}@example.com`;

/** Somebody who is there to have something done to them. */
async function somebody({ ctx }: Instance, role: Role) {
  const { id, email } = await createPerson(ctx, { email: newEmail(), role, password: PASSWORD });
  return { personId: id, confirmation: email };
}

/** A new invitation past the program: its id and its token. */
export async function invited({ ctx, origin }: Instance, role: Role) {
  const email = newEmail();
  const { link } = await invitePerson({ ...ctx, origin }, { email, role });
  const { items } = await listInvitations(ctx);
  const invitationId = items.find((one) => one.email === email)?.id ?? "";
  return { email, invitationId, token: new URL(link).searchParams.get("token") ?? "" };
}

const BY_ADMINS = "done done forbidden forbidden in in";
const BY_OWNERS = "done forbidden forbidden forbidden in in";
const NOBODY_THERE = "notFound notFound forbidden forbidden in in";

/** One way to change a person, tried on a Member, on an Owner, and on nobody. */
function rowsFor(
  tries: string,
  fieldsOf: (input: Awaited<ReturnType<typeof somebody>>) => Record<string, string>,
) {
  const row = (whom: string, cells: string, role: Role): ActionRow => ({
    tries: `${tries} ${whom}`,
    cells,
    fields: async (instance) => fieldsOf(await somebody(instance, role)),
  });
  const nobody: ActionRow = {
    tries: `${tries} nobody`,
    cells: NOBODY_THERE,
    fields: async () => fieldsOf({ personId: newId(), confirmation: newEmail() }),
  };
  return [row("a Member", BY_ADMINS, "member"), row("an Owner", BY_OWNERS, "owner"), nobody];
}

/** Suspended or waiting, so that there is something to put right. */
function rowsOnSuspended(): ActionRow[] {
  const row = (whom: string, cells: string, role: Role): ActionRow => ({
    tries: `restoring ${whom}`,
    cells,
    fields: async (instance) => {
      const { personId } = await somebody(instance, role);
      await sealing(
        instance.ctx,
        "users",
        instance.ctx.db.user.update({ where: { id: personId }, data: { status: "suspended" } }),
      );
      return { personId };
    },
  });
  return [row("a Member", BY_ADMINS, "member"), row("an Owner", BY_OWNERS, "owner")];
}

/** What each visitor can do to other people. */
export const PEOPLE_MATRIX: Readonly<Record<string, readonly ActionRow[]>> = {
  changeRoleAction: [
    ...rowsFor("giving the role Auditor to", ({ personId }) => ({ personId, role: "auditor" })),
    {
      tries: "making an Owner",
      cells: BY_OWNERS,
      fields: async (instance) => ({
        personId: (await somebody(instance, "member")).personId,
        role: "owner",
      }),
    },
  ],
  suspendPersonAction: rowsFor("suspending, with the keys of,", ({ personId }) => ({
    personId,
    revokesKeys: "on",
  })),
  restorePersonAction: rowsOnSuspended(),
  unlockPersonAction: rowsFor("unlocking", ({ personId }) => ({ personId })).map((row) => ({
    ...row,
    isUnseen: true,
  })),
  resetFactorsAction: rowsFor("resetting the factors of", ({ personId }) => ({ personId })),
  removePersonAction: rowsFor("removing", (input) => ({ ...input, revokesKeys: "on" })),
  invitePersonAction: [
    {
      tries: "inviting an Auditor",
      cells: BY_ADMINS,
      fields: async () => ({ email: newEmail(), role: "auditor" }),
    },
    {
      tries: "inviting an Owner",
      cells: BY_OWNERS,
      fields: async () => ({ email: newEmail(), role: "owner" }),
    },
    {
      tries: "replacing the invitation of an Owner",
      cells: BY_OWNERS,
      fields: async (instance) => ({ email: (await invited(instance, "owner")).email, role: "member" }),
    },
  ],
  revokeInvitationAction: [
    {
      tries: "revoking an invitation",
      cells: BY_ADMINS,
      fields: async (instance) => ({ invitationId: (await invited(instance, "member")).invitationId }),
    },
    {
      tries: "revoking the invitation of an Owner",
      cells: BY_OWNERS,
      fields: async (instance) => ({ invitationId: (await invited(instance, "owner")).invitationId }),
    },
    {
      tries: "revoking an invitation that is not there",
      cells: NOBODY_THERE,
      fields: async () => ({ invitationId: newId() }),
    },
  ],
  acceptInvitationAction: [
    {
      tries: "accepting an invitation",
      cells: "conflict conflict conflict conflict →/ →/",
      fields: async (instance) => {
        const { token } = await invited(instance, "member");
        return { token, name: "Newcomer", password: PASSWORD };
      },
    },
    {
      tries: "accepting an invitation that was never made",
      cells: "conflict conflict conflict conflict notFound notFound",
      fields: async () => ({ token: "A".repeat(43), name: "Newcomer", password: PASSWORD }),
    },
  ],
};
