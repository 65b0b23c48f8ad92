import { authorize } from "@/lib/authorization/authorize";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { inSqlTransaction } from "@/lib/db/transaction";
import { AppError, isAppError } from "@/lib/platform/app-error";
import { connectionTargetOf } from "../event";
import { revokeTokens } from "../oauth/client";
import { providerProblem } from "../oauth/problem";
import { type ConnectionRow, findConnection, findConnectionById } from "../store";
import { openTokens } from "../tokens/sealing";
import * as store from "../tokens/store";

/** What became of tokens at their provider: it took them back; it has no way to; or why it did not. */
export type Revoked = "revoked" | "noWay" | { readonly failed: string };

/**
 * Has the provider take back what it gave, and forgets it, also when the provider does not answer. Throws `notFound`, and
 * `conflict` when there is nothing to end.
 */
export async function disconnect(ctx: Ctx, scope: EnvironmentRef, name: string): Promise<Revoked> {
  const { environment } = await authorize(ctx, "connection.connect", scope);
  const connection = await findConnection(ctx, environment, name);
  if (!connection) throw new AppError("notFound", "There is no such connection here.");
  const tokens = await store.findTokensOf(ctx, connection.id);
  if (!tokens) throw new AppError("conflict", "It is not connected.");
  return endTokens(ctx, connection, tokens, "asked");
}

/** The same for whom the caller has authorised. */
export async function endTokens(
  ctx: Ctx,
  connection: ConnectionRow,
  tokens: store.TokenRow,
  reason: "asked" | "removed" | "ownerGone",
): Promise<Revoked> {
  const revoked = await revoke(ctx, connection, tokens);
  const target = connectionTargetOf(
    { id: connection.environmentId, projectId: connection.projectId },
    connection.name,
  );
  const detail = {
    reason,
    isRevoked: revoked === "revoked",
    ...(typeof revoked === "object" && { error: revoked.failed }),
  };
  await inSqlTransaction(ctx, async (sql) => {
    if (!(await store.deleteTokens(sql, tokens))) return;
    await ctx.audit.append(sql, ctx, [{ action: "connection.disconnected", target, detail }]);
  });
  return revoked;
}

async function revoke(ctx: Ctx, connection: ConnectionRow, tokens: store.TokenRow): Promise<Revoked> {
  if (connection.configuration.provider.revocation === null) return "noWay";
  try {
    const opened = await openTokens(ctx, connection, tokens);
    // What was lost is good for nothing there either.
    if (opened) await revokeTokens(ctx, connection, opened);
    return "revoked";
  } catch (error) {
    if (isAppError(error)) return { failed: error.detail };
    return { failed: providerProblem(error).words };
  }
}

const BATCH = 100;

/** Ends the connections of people who are suspended or gone. */
export async function endOwnerless(ctx: Ctx): Promise<void> {
  const ids = await store.listOwnerless(ctx.pool, BATCH);
  for (const id of ids) {
    const [connection, tokens] = await Promise.all([
      findConnectionById(ctx, id),
      store.findTokensOf(ctx, id),
    ]);
    if (connection && tokens) await endTokens(ctx, connection, tokens, "ownerGone");
  }
}
