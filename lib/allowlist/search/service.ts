import { authorize } from "@/lib/authorization/authorize";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { foldName } from "@/lib/names/model";
import { ENDPOINT_NAME_LENGTH_MAX } from "../model";
import { FOUND_MAX, type FoundEndpoint } from "./model";
import { findByPart } from "./store";

/** The first endpoints of an environment with this text in their names, whatever its case; none for no text. */
export async function findEndpointsByName(
  ctx: Ctx,
  scope: EnvironmentRef,
  text: string,
): Promise<FoundEndpoint[]> {
  const permit = await authorize(ctx, "allowlist.list", scope);
  const folded = foldName(text);
  if (folded === "" || folded.length > ENDPOINT_NAME_LENGTH_MAX) return [];
  return findByPart(ctx.pool, permit, folded, FOUND_MAX);
}
