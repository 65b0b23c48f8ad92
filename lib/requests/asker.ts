import { grantsOf } from "@/lib/accounts/held-grants/store";
import { findAccount } from "@/lib/accounts/store";
import { actorOfKey } from "@/lib/api-keys/authentication/service";
import type { ApiKeyActor, UserActor } from "@/lib/authorization/actor";
import type { Ctx } from "@/lib/context";
import { sqlOn } from "@/lib/db/sql";

/** Who asked for something that happens later. */
export interface Asker {
  readonly userId: string | null;
  readonly apiKeyId: string | null;
}

/** Whoever asked, as they are now; null for whoever is suspended, revoked or gone. */
export async function findAskerNow(
  ctx: Ctx,
  { userId, apiKeyId }: Asker,
): Promise<UserActor | ApiKeyActor | null> {
  if (apiKeyId !== null) return actorOfKey(ctx, apiKeyId);
  if (userId === null) return null;
  const account = await findAccount(ctx.db, ctx.seals, { id: userId });
  if (account?.status !== "active") return null;
  const { id, email, name, role } = account;
  const now = ctx.now();
  const grants = await grantsOf({ sql: sqlOn(ctx.pool), seals: ctx.seals, now }, account);
  // They proved who they are when they asked.
  return { kind: "user", id, email, name, role, grants, sessionId: "", confirmedAt: now };
}
