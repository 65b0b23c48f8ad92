"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { formAction } from "@/lib/web/action";
import { dropSession } from "@/lib/web/cookies";
import { person, removal, roleChange, suspension } from "./schema";
import { changeRole, removePerson, restorePerson, suspendPerson, unlockPerson } from "./service";

export const changeRoleAction = formAction({
  schema: roleChange,
  run: async (ctx, input) => {
    const { id, email } = await changeRole(ctx, input);
    // With another role one may not see this page any more.
    if (id === ctx.actor.id) redirect("/account");
    refresh();
    return { email };
  },
});

export const suspendPersonAction = formAction({
  schema: suspension,
  run: async (ctx, { personId, revokesKeys }) => {
    const { email } = await suspendPerson(ctx, personId, { revokesKeys });
    refresh();
    return { email };
  },
});

export const restorePersonAction = formAction({
  schema: person,
  run: async (ctx, { personId }) => {
    const { email } = await restorePerson(ctx, personId);
    refresh();
    return { email };
  },
});

export const unlockPersonAction = formAction({
  schema: person,
  run: async (ctx, { personId }) => {
    const { email } = await unlockPerson(ctx, personId);
    refresh();
    return { email };
  },
});

export const removePersonAction = formAction({
  schema: removal,
  run: async (ctx, input) => {
    const { id, email } = await removePerson(ctx, input);
    if (id === ctx.actor.id) {
      await dropSession();
      redirect("/sign-in");
    }
    refresh();
    return { email };
  },
});
