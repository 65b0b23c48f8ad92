import { createHash, createHmac } from "node:crypto";
import { generateRandomState } from "oauth4webapi";
import { actorLabel, type UserActor } from "@/lib/authorization/actor";
import { authorize } from "@/lib/authorization/authorize";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { inSqlTransaction } from "@/lib/db/transaction";
import { isAppError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { connectionTargetOf } from "../event";
import { ATTEMPT_MS, type ConnectingOutcome, missingScopes } from "../model";
import {
  authorizationAddress,
  checkedAnswer,
  type ProviderTokens,
  tokensForClient,
  tokensForCode,
} from "../oauth/client";
import { providerProblem } from "../oauth/problem";
import { requireConnection } from "../service";
import { type ConnectionRow, findConnectionById, lockConnection } from "../store";
import { sealTokens } from "../tokens/sealing";
import { insertTokens } from "../tokens/store";
import * as store from "./store";

/** Where providers send people back to, below the address of this instance. */
export const CALLBACK_PATH = "/api/connections/callback";

/** What came of connecting, and of which connection as far as that is known. */
export interface Connecting {
  readonly outcome: ConnectingOutcome;
  readonly connection: (EnvironmentRef & { readonly name: string }) | null;
}

/**
 * Begins to connect an app: the address where the person is asked, for this session alone and once; or, for client
 * credentials, what came of it at once. Throws `notFound` and `forbidden`.
 */
export async function beginConnecting(
  ctx: Ctx<UserActor>,
  scope: EnvironmentRef,
  name: string,
): Promise<{ readonly address: string; readonly provider: string } | Connecting> {
  const { environment } = await authorize(ctx, "connection.connect", scope);
  const connection = await requireConnection(ctx, environment, name);
  const { configuration } = connection;
  if (configuration.grant === "clientCredentials")
    return take(ctx, connection, () => tokensForClient(ctx, connection));
  const state = generateRandomState();
  const expiresAt = new Date(ctx.now().getTime() + ATTEMPT_MS);
  await inSqlTransaction(ctx, (sql) =>
    store.insertAttempt(sql, ctx, {
      ...{ id: newId(ctx.now()), connectionId: connection.id, stateHash: hashOf(state) },
      ...{ sessionId: ctx.actor.sessionId, expiresAt },
    }),
  );
  const address = await authorizationAddress(configuration, {
    redirectUri: `${ctx.origin}${CALLBACK_PATH}`,
    state,
    verifier: verifierOf(ctx, state),
  });
  return { address, provider: new URL(address).host };
}

/**
 * Takes what a provider answered, which a browser brings: only the session that began, only once, and only from the provider
 * that was asked. Nothing of what the answer says is repeated.
 */
export async function finishConnecting(
  ctx: Ctx<UserActor>,
  parameters: URLSearchParams,
): Promise<Connecting> {
  const [state = "", ...more] = parameters.getAll("state");
  const attempt = more.length > 0 ? null : await store.findAttempt(ctx, hashOf(state), ctx.actor.sessionId);
  if (!attempt) return refused(ctx, null, "unknown");
  const connection = await findConnectionById(ctx, attempt.connectionId);
  if (!connection) return refused(ctx, null, "changed");
  if (!(await store.spendAttempt(ctx.pool, attempt.id, ctx.now()))) return refused(ctx, connection, "used");
  if (attempt.expiresAt <= ctx.now()) return refused(ctx, connection, "late");
  try {
    await authorize(ctx, "connection.connect", connection);
  } catch (error) {
    if (isAppError(error) && error.code === "forbidden") return outcomeOf(connection, "notAllowed");
    throw error;
  }
  const answer = checkedAnswer(connection.configuration, parameters);
  if (typeof answer === "string") return refused(ctx, connection, answer);
  const redirectUri = `${ctx.origin}${CALLBACK_PATH}`;
  const verifier = verifierOf(ctx, state);
  return take(ctx, connection, () => tokensForCode(ctx, connection, { answer, redirectUri, verifier }));
}

async function take(
  ctx: Ctx<UserActor>,
  connection: ConnectionRow,
  ask: () => Promise<ProviderTokens>,
): Promise<Connecting> {
  const { configuration } = connection;
  let granted: ProviderTokens;
  try {
    granted = await ask();
  } catch (error) {
    if (isAppError(error) && error.code === "conflict") return refused(ctx, connection, "changed");
    const { kind } = providerProblem(error);
    return refused(ctx, connection, kind === "unreachable" ? "unreachable" : "notAccepted");
  }
  const isRefreshable = configuration.grant === "clientCredentials";
  const sealed = await sealTokens(ctx, connection, granted, { scopes: configuration.scopes, isRefreshable });
  const missing = missingScopes(configuration.scopes, sealed.scopes);
  const owner = {
    connectionId: connection.id,
    ownerId: configuration.owner === "person" ? ctx.actor.id : null,
    connectedAt: ctx.now(),
    connectedBy: actorLabel(ctx.actor),
  };
  const isThere = await inSqlTransaction(ctx, async (sql) => {
    if (!(await lockConnection(sql, connection.id))) return false;
    await insertTokens(sql, ctx, owner, sealed);
    const { host } = new URL(configuration.provider.tokenEndpoint);
    const detail = {
      ...{ host, owner: configuration.owner, scopes: sealed.scopes, isRefreshed: sealed.isRefreshable },
      ...(missing.length > 0 && { missing }),
    };
    await ctx.audit.append(sql, ctx, [
      { action: "connection.connected", target: targetOf(connection), detail },
    ]);
    return true;
  });
  if (!isThere) return refused(ctx, null, "changed");
  return outcomeOf(connection, missing.length > 0 ? "scopesCut" : "connected");
}

function refused(ctx: Ctx, connection: ConnectionRow | null, outcome: ConnectingOutcome): Connecting {
  const target = connection ? { target: targetOf(connection) } : {};
  ctx.audit.refuse(ctx, { action: "connection.refused", ...target, detail: { reason: outcome } });
  return outcomeOf(connection, outcome);
}

function outcomeOf(connection: ConnectionRow | null, outcome: ConnectingOutcome): Connecting {
  if (!connection) return { outcome, connection: null };
  const { project, environment, name } = connection;
  return { outcome, connection: { project, environment, name } };
}

function targetOf({ environmentId, projectId, name }: ConnectionRow) {
  return connectionTargetOf({ id: environmentId, projectId }, name);
}

function hashOf(state: string): Buffer<ArrayBuffer> {
  return createHash("sha256").update(state).digest() as Buffer<ArrayBuffer>;
}

/** The secret half of PKCE (RFC 7636): it follows from the state, and from a key that never leaves the server. */
function verifierOf({ keys }: Pick<Ctx, "keys">, state: string): string {
  return createHmac("sha256", keys.derive("connection-state")).update(state).digest("base64url");
}
