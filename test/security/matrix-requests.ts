import type { Role, UserActor } from "@/lib/authorization/actor";
import { createPerson } from "@/lib/people/service";
import { isChangeHeld } from "@/lib/platform/change-held";
import { newId } from "@/lib/platform/ids";
import { createProject } from "@/lib/projects/service";
import { askForAccess } from "@/lib/requests/access/service";
import { setPolicy } from "@/lib/requests/policies/service";
import { createSecret } from "@/lib/secrets/service";
import { newName } from "./fixture";
import { emailOf, type Instance, PASSWORD, type Visitor } from "./instance";
import type { ActionRow } from "./matrix-actions";

const unconfirmed = { sessionId: newId(), confirmedAt: new Date(), grants: [] } as const;

/** Somebody who asks, and does nothing else. */
async function asker({ ctx }: Instance, role: Role): Promise<UserActor> {
  const email = `${newName("asker").toLowerCase()}@example.com`;
  await createPerson(ctx, { email, role, password: PASSWORD });
  const { id, name } = await ctx.db.user.findUniqueOrThrow({ where: { email } });
  return { kind: "user", id, email, name, role, ...unconfirmed };
}

const wanted = { environment: "", names: "", capability: "see", days: 1, reason: "matrix" } as const;

/** Access that a Member asks for, to a project that is there. */
async function askedAccess(instance: Instance): Promise<string> {
  const actor = await asker(instance, "member");
  return (await askForAccess({ ...instance.ctx, actor }, { ...wanted, project: "default" })).id;
}

/** A project of which one environment asks for an approval. */
async function protectedProject({ ctx }: Instance): Promise<string> {
  const slug = newName("p").toLowerCase().replaceAll("_", "-");
  await createProject(ctx, { slug });
  await setPolicy(ctx, { project: slug, environment: "production" }, { approvals: 1, approvers: null });
  return slug;
}

/** A new secret that a Super Admin asks for, or one of the visitors. */
export async function askedChange(instance: Instance, visitor?: Visitor): Promise<string> {
  const { ctx } = instance;
  const project = await protectedProject(instance);
  const account = visitor && (await ctx.db.user.findUnique({ where: { email: emailOf(visitor) } }));
  const actor: UserActor = account
    ? { ...account, kind: "user", role: "super_admin", ...unconfirmed }
    : await asker(instance, "super_admin");
  const secret = { name: newName("ASKED"), value: "v", description: "" };
  const held: unknown = await createSecret(
    { ...ctx, actor },
    { project, environment: "production", ...secret, category: "custom", audience: "all" },
  ).catch((error: unknown) => error);
  if (!isChangeHeld(held)) throw new Error("the change was not held");
  return held.request.id;
}

const request = async (instance: Instance) => ({ request: await askedChange(instance), text: "matrix" });

/** What each visitor can do to requests and change policies. */
export const REQUEST_MATRIX: Readonly<Record<string, readonly ActionRow[]>> = {
  approveAction: [
    {
      tries: "approving a change that somebody else asked for",
      cells: "done done forbidden notFound in in",
      fields: request,
    },
    {
      tries: "approving a change that they asked for themselves",
      cells: "forbidden forbidden forbidden forbidden in in",
      fields: async (instance, visitor) => ({ request: await askedChange(instance, visitor), text: "" }),
    },
    {
      tries: "approving access",
      cells: "done done forbidden notFound in in",
      fields: async (instance) => ({ request: await askedAccess(instance), text: "" }),
    },
  ],
  rejectAction: [
    {
      tries: "rejecting a change that somebody else asked for",
      cells: "done done forbidden notFound in in",
      fields: request,
    },
  ],
  applyAtOnceAction: [
    {
      tries: "carrying out a change without approvals",
      cells: "done forbidden forbidden notFound in in",
      fields: request,
    },
  ],
  commentAction: [
    { tries: "commenting on a request", cells: "done done done notFound in in", fields: request },
  ],
  withdrawAction: [
    {
      tries: "withdrawing the request of somebody else",
      cells: "forbidden forbidden forbidden notFound in in",
      fields: async (instance) => ({ request: await askedChange(instance) }),
    },
  ],
  askForAccessAction: [
    {
      tries: "asking for access",
      cells: "forbidden forbidden forbidden →/requests/ in in",
      fields: async () => ({ ...wanted, days: "1", project: "default" }),
    },
  ],
  setPolicyAction: [
    {
      tries: "asking for more approvals",
      cells: "done done forbidden forbidden in in",
      fields: async (instance) => ({
        ...{ project: await protectedProject(instance), environment: "production" },
        ...{ approvals: "2", approvers: "" },
      }),
    },
    {
      tries: "asking for fewer approvals",
      cells: "→/requests/ →/requests/ forbidden forbidden in in",
      fields: async (instance) => ({
        ...{ project: await protectedProject(instance), environment: "production" },
        ...{ approvals: "0", approvers: "" },
      }),
    },
  ],
};
