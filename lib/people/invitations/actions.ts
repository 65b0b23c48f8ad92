"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { secondStepPath } from "@/lib/auth/next-path";
import { beginSignIn } from "@/lib/auth/pending/service";
import { landingPath } from "@/lib/projects/loaders";
import { formAction, publicFormAction } from "@/lib/web/action";
import { optionalContext } from "@/lib/web/context";
import { keepPending, keepSession } from "@/lib/web/cookies";
import { acceptance, invitationToRevoke, newInvitation } from "./schema";
import { acceptInvitation, invitePerson, revokeInvitation } from "./service";

export const invitePersonAction = formAction({
  schema: newInvitation,
  run: async (ctx, input) => {
    const issued = await invitePerson(ctx, input);
    refresh();
    return issued;
  },
});

export const revokeInvitationAction = formAction({
  schema: invitationToRevoke,
  run: async (ctx, { invitationId }) => {
    const { email } = await revokeInvitation(ctx, invitationId);
    refresh();
    return { email };
  },
});

export const acceptInvitationAction = publicFormAction({
  schema: acceptance,
  neverEcho: ["password", "token"],
  run: async (ctx, input) => {
    const account = await acceptInvitation((await optionalContext()) ?? ctx, input);
    const step = await beginSignIn(ctx, account, ["invitation"]);
    if (step.kind === "pending") {
      await keepPending(step);
      redirect(secondStepPath(step.need, null));
    }
    await keepSession(step);
    redirect(await landingPath({ ...ctx, actor: step.actor }));
  },
});
