import type { Ctx } from "@/lib/context";
import type { Pool } from "@/lib/db/client";
import type { Freshness } from "./model";
import { findExternal } from "./store";

const FOR_EVER: Freshness = { isChanged: false, goodUntil: null, sources: new Map() };

/** What is read of a secret to know whether its value lives elsewhere: that its current version came from there. */
interface Row {
  readonly secretId: string;
  readonly isExternal: boolean;
}

/** Freshens those of them that live elsewhere; for most there is nothing to do, and nothing is asked. */
export async function freshened(ctx: Ctx, rows: readonly Row[]): Promise<Freshness> {
  const ids = rows.flatMap(({ secretId, isExternal }) => (isExternal ? [secretId] : []));
  return ids.length === 0 ? FOR_EVER : ctx.freshen(ctx, ids);
}

/** The same where all that is known are ids. */
export async function freshenedById(ctx: Ctx, ids: readonly string[]): Promise<Freshness> {
  const external = await findExternal(ctx.pool, ids);
  return external.length === 0 ? FOR_EVER : ctx.freshen(ctx, external);
}

/** Whether the value of a secret lives in an external manager. */
export async function livesElsewhere(pool: Pool, secretId: string): Promise<boolean> {
  return (await findExternal(pool, [secretId])).length > 0;
}
