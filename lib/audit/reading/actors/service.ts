import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { isId } from "@/lib/platform/ids";
import * as store from "./store";

const ACTORS_MAX = 200;

/** Addresses of people and names of API keys that the log can be narrowed to, in order; the first 200. */
export async function listActors(ctx: Ctx): Promise<string[]> {
  await authorize(ctx, "audit.read", null);
  return store.actorNames(ctx.pool, ACTORS_MAX);
}

/** What the person or API key of an id is called now; null for one that is gone and for what is no id. */
export async function findActorName(ctx: Ctx, id: string): Promise<string | null> {
  await authorize(ctx, "audit.read", null);
  return isId(id) ? store.actorName(ctx.pool, id) : null;
}
