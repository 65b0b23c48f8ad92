import type { UserActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import * as store from "./store";

/** Changes the actor's own name. Content when it is that already. */
export async function renameSelf(
  ctx: Ctx & { readonly actor: UserActor },
  { name }: { readonly name: string },
): Promise<void> {
  const { id, email } = ctx.actor;
  await inTransaction(ctx, async (tx) => {
    const from = await store.renamePerson(tx, id, name);
    if (from === null) return;
    const event = { action: "person.renamed", target: { name: email }, detail: { from, to: name } } as const;
    await ctx.audit.append(tx, ctx, [event]);
  });
}
