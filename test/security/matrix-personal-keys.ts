import { randomInt } from "node:crypto";
import type { UserActor } from "@/lib/authorization/actor";
import { beginDevice } from "@/lib/personal-keys/devices/service";
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

/** The code of a machine that waits to be signed in, each from an address of its own. */
async function waiting({ ctx }: Instance): Promise<string> {
  const ip = `2001:db8:${randomInt(0xffff).toString(16)}:${randomInt(0xffff).toString(16)}::1`;
  const anybody = { ...ctx, actor: { kind: "anonymous" }, request: { ...ctx.request, ip } } as const;
  return (await beginDevice(anybody, newName())).userCode;
}

const onDevice = (step: string, tries: string) => ({
  tries,
  cells: "done done done done in in",
  fields: async (instance: Instance) => ({ step, code: await waiting(instance) }),
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
  deviceAction: [
    { ...onDevice("find", "looking which machine waits with a code"), isUnseen: true, isUnrecorded: true },
    onDevice("confirm", "signing in a machine as oneself"),
    onDevice("refuse", "refusing a machine"),
    {
      tries: "signing in a machine by a code that none has",
      cells: "validation validation validation validation in in",
      fields: async () => ({ step: "confirm", code: "BBBB-BBBB" }),
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
