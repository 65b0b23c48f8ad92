import type { EnvironmentRef } from "@/lib/authorization/permit";
import { newConnection } from "@/lib/connections/schema";
import { putConnection } from "@/lib/connections/service";
import { findConnection } from "@/lib/connections/store";
import { sealTokens } from "@/lib/connections/tokens/sealing";
import { insertTokens } from "@/lib/connections/tokens/store";
import type { Ctx } from "@/lib/context";
import { sqlOn } from "@/lib/db/sql";

/** An app that is connected without any provider: its token does not end, and its refresh token leads nowhere. */
export async function connectedApp(
  ctx: Ctx,
  scope: EnvironmentRef,
  {
    name,
    credential,
    kind = "github",
    token = "an access token",
  }: { name: string; credential: string; kind?: "github" | "microsoft"; token?: string },
): Promise<string> {
  const client = { clientId: "client", credential, scopes: ["repo"], grant: "code", owner: "project" };
  await putConnection(ctx, scope, name, newConnection.parse({ kind, ...client }));
  const row = await ctx.db.environment.findFirstOrThrow({
    where: { slug: scope.environment, project: { slug: scope.project } },
  });
  const connection = await findConnection(ctx, row, name);
  if (!connection) throw new Error(`there is no ${name}`);
  const granted = {
    accessToken: token,
    refreshToken: `refresh ${token}`,
    expiresInSeconds: null,
    scopes: null,
  };
  const sealed = await sealTokens(ctx, connection, granted, { scopes: ["repo"], isRefreshable: false });
  const owner = { connectionId: connection.id, ownerId: null, connectedAt: ctx.now(), connectedBy: "test" };
  await insertTokens(sqlOn(ctx.pool), ctx, owner, sealed);
  return name;
}
