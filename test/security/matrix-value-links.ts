import { newId } from "@/lib/platform/ids";
import { askedValue } from "@/lib/value-links/schema";
import { askForValue, listLinks } from "@/lib/value-links/service";
import { newName, SCOPE, storedSecret } from "./fixture";
import { emailOf, type Instance } from "./instance";
import type { ActionRow } from "./matrix-actions";

/** A link that the Owner made for a secret. */
export async function madeLink(instance: Instance) {
  const { ctx } = instance;
  const {
    id,
    email,
    name: called,
  } = await ctx.db.user.findUniqueOrThrow({ where: { email: emailOf("owner") } });
  const actor = { kind: "user", id, email, name: called, role: "owner", grants: [] } as const;
  const by = { ...ctx, actor: { ...actor, sessionId: newId(), confirmedAt: ctx.now() } };
  const { name } = await storedSecret(instance);
  const { url } = await askForValue(by, { ...SCOPE, ...askedValue.parse({}), name });
  const link = (await listLinks(by, SCOPE)).find((one) => one.name === name);
  return { name, token: url.split("/give/")[1] ?? "", linkId: link?.id ?? "" };
}

/** What each visitor can do to links by which values are given. */
export const VALUE_LINK_MATRIX: Readonly<Record<string, readonly ActionRow[]>> = {
  askForValueAction: [
    {
      tries: "asking for a value of a secret",
      cells: "done done forbidden notFound in in",
      fields: async (instance) => ({
        ...{ ...SCOPE, recipient: "Ada", hours: "24" },
        name: (await storedSecret(instance)).name,
      }),
    },
    {
      tries: "asking for the value of a new secret",
      cells: "done done forbidden notFound in in",
      fields: async () => ({
        ...{ ...SCOPE, name: newName("ASKED"), recipient: "", hours: "168" },
        ...{ description: "d", category: "tool", audience: "agents" },
      }),
    },
    {
      tries: "asking where there is no environment",
      cells: "notFound notFound forbidden notFound in in",
      fields: async () => ({
        project: "default",
        environment: "nowhere",
        name: "A",
        recipient: "",
        hours: "1",
      }),
    },
  ],
  withdrawLinkAction: [
    {
      tries: "withdrawing a link",
      cells: "done done forbidden forbidden in in",
      fields: async (instance) => ({ linkId: (await madeLink(instance)).linkId }),
    },
    {
      tries: "withdrawing a link that is not there",
      cells: "notFound notFound notFound forbidden in in",
      fields: async () => ({ linkId: newId() }),
    },
  ],
  giveValueAction: [
    {
      tries: "giving a value by a link",
      cells: "done done done done done done",
      fields: async (instance) => ({ token: (await madeLink(instance)).token, value: "given" }),
    },
    {
      tries: "giving a value by a link that was never made",
      cells: "notFound notFound notFound notFound notFound notFound",
      fields: async () => ({ token: "A".repeat(43), value: "given" }),
    },
  ],
};
