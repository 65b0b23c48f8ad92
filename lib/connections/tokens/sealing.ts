import type { Ctx } from "@/lib/context";
import { newId } from "@/lib/platform/ids";
import { dueAt } from "../model";
import type { ProviderTokens } from "../oauth/client";
import type { ConnectionRow } from "../store";
import type { SealedTokens, TokenRow } from "./store";

/** What lies sealed in a row. */
export type OpenedTokens = Pick<ProviderTokens, "accessToken" | "refreshToken">;

type Target = Pick<ConnectionRow, "id" | "projectId">;

/** What a provider gave, to be stored. `scopes` are those of before, where it says nothing about them. */
export async function sealTokens(
  ctx: Ctx,
  { id, projectId }: Target,
  { accessToken, refreshToken, expiresInSeconds, scopes }: ProviderTokens,
  before: { readonly scopes: readonly string[]; readonly isRefreshable: boolean },
): Promise<SealedTokens> {
  const keys = await ctx.keys.project(projectId);
  const now = ctx.now();
  const expiresAt = expiresInSeconds === null ? null : new Date(now.getTime() + expiresInSeconds * 1_000);
  const isRefreshable = before.isRefreshable || refreshToken !== null;
  const opened: OpenedTokens = { accessToken, refreshToken };
  return {
    tokenId: newId(now),
    ...keys.sealOwned(refOf({ id, projectId }), Buffer.from(JSON.stringify(opened))),
    scopes: scopes ?? before.scopes,
    ...{ expiresAt, isRefreshable, dueAt: dueAt(now, expiresAt, isRefreshable) },
  };
}

/** Tokens as they were stored; null where they were forgotten. */
export async function openTokens(
  ctx: Pick<Ctx, "keys">,
  target: Target,
  { value, projectKeyId }: Pick<TokenRow, "value" | "projectKeyId">,
): Promise<OpenedTokens | null> {
  if (value === null || projectKeyId === null) return null;
  const keys = await ctx.keys.project(target.projectId, [projectKeyId]);
  const bytes = keys.openOwned(refOf(target), { value, projectKeyId });
  // Written by `sealTokens`, as the seal shows.
  return JSON.parse(bytes.toString("utf8")) as OpenedTokens;
}

/** What a connection's tokens are bound to. */
export function refOf({ id, projectId }: Target) {
  return { purpose: "connection", projectId, rowId: id } as const;
}
