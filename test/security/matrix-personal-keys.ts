import type { UserActor } from "@/lib/authorization/actor";
import { createPersonalKey } from "@/lib/personal-keys/service";
import { newId } from "@/lib/platform/ids";
import { newName } from "./fixture";
import { emailOf, type Instance, type Visitor } from "./instance";
import type { ActionRow } from "./matrix-actions";

/** A new personal key of somebody, past the program; of the Owner for a visitor who can have none. */
async function personalKey({ ctx }: Instance, visitor: Visitor) {
  const email = emailOf(visitor === "nobody" || visitor === "suspended" ? "owner" : visitor);
  const { id, name, role } = await ctx.db.user.findUniqueOrThrow({ where: { email } });
  const person = { kind: "user", id, email, name, role, grants: [] } as const;
  const actor: UserActor = { ...person, sessionId: newId(), confirmedAt: ctx.now() };
  const { key } = await createPersonalKey({ ...ctx, actor }, { name: newName(), days: 30 });
  return { personId: id, keyId: key.id };
}

const own = async (instance: Instance, visitor: Visitor) => ({
  keyId: (await personalKey(instance, visitor)).keyId,
});

/** What each visitor can do to personal keys: their own, and those of others. */
export const PERSONAL_KEY_MATRIX: Readonly<Record<string, readonly ActionRow[]>> = {
  createPersonalKeyAction: [
    {
      tries: "making a personal key",
      cells: "done done done done in in",
      fields: async () => ({ name: newName(), days: "30" }),
    },
    {
      tries: "making a personal key that lasts too long",
      cells: "validation validation validation validation in in",
      fields: async () => ({ name: newName(), days: "91" }),
    },
  ],
  revokePersonalKeyAction: [
    { tries: "revoking one's own personal key", cells: "done done done done in in", fields: own },
    {
      tries: "revoking somebody else's as if it were one's own",
      cells: "notFound notFound notFound notFound in in",
      fields: (instance, visitor) => own(instance, visitor === "owner" ? "auditor" : "owner"),
    },
  ],
  revokeKeyOfPersonAction: [
    {
      tries: "revoking a Member's personal key",
      cells: "done done forbidden forbidden in in",
      fields: (instance) => personalKey(instance, "member"),
    },
    {
      tries: "revoking an Owner's personal key",
      cells: "done forbidden forbidden forbidden in in",
      fields: (instance) => personalKey(instance, "owner"),
    },
    {
      tries: "revoking a personal key as if it were another person's",
      cells: "notFound notFound forbidden forbidden in in",
      fields: async (instance) => ({
        ...(await personalKey(instance, "auditor")),
        personId: (await personalKey(instance, "member")).personId,
      }),
    },
  ],
};
