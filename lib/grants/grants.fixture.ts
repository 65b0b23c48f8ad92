import { grantsOf } from "@/lib/accounts/held-grants/store";
import type { UserActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { sqlOn } from "@/lib/db/sql";
import type { TestContext } from "@/test/context";
import { newGrant } from "./schema";
import { createGrant } from "./service";

/** The person with the grants that they have now, as a request of theirs would have them. */
export async function withGrants<C extends Ctx>(ctx: C, person: UserActor): Promise<Ctx<UserActor>> {
  const grants = await grantsOf({ sql: sqlOn(ctx.pool), seals: ctx.seals, now: ctx.now() }, person);
  return { ...ctx, actor: { ...person, grants } };
}

/** Grants as an operator would, from what a program sends. */
export function granter({ ctx }: Pick<TestContext, "ctx">) {
  return (person: Pick<UserActor, "email"> | string, capability: string, target: object, expires?: string) =>
    createGrant(
      ctx,
      newGrant.parse({
        subject: typeof person === "string" ? { group: person } : { person: person.email },
        ...{ target, capability },
        ...(expires !== undefined && { expires }),
      }),
    );
}
