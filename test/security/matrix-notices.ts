import { channelForm } from "@/lib/notices/channels/schema";
import { putChannel } from "@/lib/notices/channels/service";
import { newId } from "@/lib/platform/ids";
import { newName, SCOPE, storedSecret } from "./fixture";
import type { Instance } from "./instance";
import type { ActionRow } from "./matrix-actions";

const scope = `${SCOPE.project}/${SCOPE.environment}`;
const BY_OWNERS = "done forbidden forbidden forbidden in in";

/** The fields of a form that sets a channel up. Nobody answers there. */
async function wanted(instance: Instance) {
  const { name: credential } = await storedSecret(instance);
  const url = "https://hooks.example.com/strongroom";
  return { name: newName("c"), kind: "webhook", url, scope, credential, secretDeleted: "atOnce" };
}

/** A channel, made past the program. */
async function channel(instance: Instance): Promise<{ id: string }> {
  const { ctx } = instance;
  // As many as there may be, else.
  await ctx.db.noticeChannel.deleteMany();
  const owner = await ctx.db.user.findFirstOrThrow({ where: { role: "owner" } });
  const { id, email, name } = owner;
  const actor = { kind: "user", id, email, name, role: "owner", sessionId: id, grants: [] } as const;
  const fields = await wanted(instance);
  await putChannel({ ...ctx, actor: { ...actor, confirmedAt: new Date() } }, channelForm.parse(fields));
  return ctx.db.noticeChannel.findFirstOrThrow({ where: { name: fields.name }, select: { id: true } });
}

/** What people are told of, and where the organisation is. */
export const NOTICE_MATRIX: Readonly<Record<string, readonly ActionRow[]>> = {
  chooseNoticesAction: [
    {
      tries: "choosing to be told of secrets that were deleted",
      cells: "done done done validation in in",
      fields: async ({ ctx }) => {
        await ctx.db.noticeChoice.deleteMany();
        return { secretDeleted: "daily" };
      },
    },
    {
      tries: "choosing to be told of tampering",
      cells: "done done validation validation in in",
      fields: async ({ ctx }) => {
        await ctx.db.noticeChoice.deleteMany();
        return { tampering: "atOnce" };
      },
    },
  ],
  putChannelAction: [
    {
      tries: "setting up a channel",
      cells: BY_OWNERS,
      fields: async (instance) => {
        await instance.ctx.db.noticeChannel.deleteMany();
        return wanted(instance);
      },
    },
    {
      tries: "changing where a channel leads",
      cells: BY_OWNERS,
      fields: async (instance) => ({ ...(await channel(instance)), ...(await wanted(instance)) }),
    },
    {
      tries: "setting up a channel at a private address",
      cells: "validation forbidden forbidden forbidden in in",
      fields: async (instance) => ({ ...(await wanted(instance)), url: "https://10.0.0.7/" }),
    },
    {
      tries: "setting up a channel with a secret that is not there",
      cells: "validation forbidden forbidden forbidden in in",
      fields: async (instance) => ({ ...(await wanted(instance)), credential: newName() }),
    },
  ],
  removeChannelAction: [
    { tries: "deleting a channel", cells: BY_OWNERS, fields: channel },
    {
      tries: "deleting a channel that is not there",
      cells: "notFound forbidden forbidden forbidden in in",
      fields: async () => ({ id: newId() }),
    },
  ],
  testChannelAction: [
    {
      tries: "testing a channel that is not there",
      cells: "notFound forbidden forbidden forbidden in in",
      fields: async () => ({ id: newId() }),
    },
  ],
};
