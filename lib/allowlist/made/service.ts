import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { listMade, type MadeEndpoint } from "./store";

/** The endpoints that somebody made and that are there, the newest first. `maker` is their name in the audit log. */
export async function listEndpointsMadeBy(ctx: Ctx, maker: string, limit: number): Promise<MadeEndpoint[]> {
  await authorize(ctx, "project.list", null);
  return listMade(ctx.pool, maker, limit);
}
