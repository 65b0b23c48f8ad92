import { actorLabel } from "@/lib/authorization/actor";
import { authorize } from "@/lib/authorization/authorize";
import type { EnvironmentRef, EnvironmentRow, Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { databaseFailure } from "@/lib/db/errors";
import { inSqlTransaction } from "@/lib/db/transaction";
import { callableUrl } from "@/lib/organisation/calling/callable";
import { AppError, fieldError, isAppError } from "@/lib/platform/app-error";
import { newId } from "@/lib/platform/ids";
import { findCredential } from "@/lib/secrets/credentials/service";
import { deleteAttempts } from "./connecting/store";
import { endTokens, type Revoked } from "./disconnecting/service";
import { connectionTargetOf } from "./event";
import { CONNECTIONS_MAX, type ConnectionConfiguration, PROVIDER_NAMES, type Provider } from "./model";
import { discoverProvider } from "./oauth/client";
import { providerProblem } from "./oauth/problem";
import { PRESETS } from "./presets";
import type { NewConnection } from "./schema";
import * as store from "./store";
import { findTokensOf } from "./tokens/store";

const NAMED_MAX = 5;

/** The same for a connection that is not there yet. Throws `validation` when its name is taken. */
export async function createConnection(
  ctx: Ctx,
  scope: EnvironmentRef,
  name: string,
  input: NewConnection,
): Promise<void> {
  const permit = await authorize(ctx, "connection.configure", scope);
  if (await store.findConnection(ctx, permit.environment, name)) throw nameTaken();
  await save(ctx, permit, { name, before: null }, input);
}

/**
 * Registers an OAuth client under a name, in place of what was there. Throws `validation` for a credential or an address that
 * is not to be used, and `conflict` for another provider or client while it is connected: tokens go nowhere but where they are from.
 */
export async function putConnection(
  ctx: Ctx,
  scope: EnvironmentRef,
  name: string,
  input: NewConnection,
): Promise<void> {
  const permit = await authorize(ctx, "connection.configure", scope);
  const before = await store.findConnection(ctx, permit.environment, name);
  await save(ctx, permit, { name, before }, input);
}

async function save(
  ctx: Ctx,
  permit: Permit<"connection.configure">,
  { name, before }: { readonly name: string; readonly before: store.ConnectionRow | null },
  input: NewConnection,
): Promise<void> {
  const { environment } = permit;
  const credentialId = await findCredential(ctx, environment, input.credential, "connection.configure");
  const configuration = await configurationOf(ctx, input);
  const id = before?.id ?? newId(ctx.now());
  const stamp = { updatedAt: ctx.now(), updatedBy: actorLabel(ctx.actor) };
  const isMoved = before !== null && isElsewhere(before.configuration, configuration);
  await inSqlTransaction(ctx, async (sql) => {
    if (before === null && (await store.countConnections(sql, environment.id)) >= CONNECTIONS_MAX)
      throw fieldError("name", `There are ${CONNECTIONS_MAX.toLocaleString("en")}, as many as there may be.`);
    await store.lockConnection(sql, id);
    if (isMoved && (await findTokensOf(ctx, id)))
      throw new AppError("conflict", "It is connected. Disconnect it before you change where it leads.");
    await store.saveConnection(sql, ctx, permit, { id, name, configuration, credentialId, ...stamp });
    await deleteAttempts(sql, id);
    const { kind, clientId, grant, owner, scopes, provider } = configuration;
    const { host } = new URL(provider.tokenEndpoint);
    const detail = {
      provider: PROVIDER_NAMES[kind],
      host,
      client: clientId,
      credential: input.credential,
      grant,
      owner,
      scopes,
    };
    await ctx.audit.append(sql, ctx, [
      { action: "connection.set", target: connectionTargetOf(environment, name), detail },
    ]);
  }).catch((error: unknown) => {
    if (databaseFailure(error).kind !== "unique") throw error;
    throw nameTaken();
  });
}

/** Takes a connection away, disconnected first. Throws `notFound`, and `conflict` while allowlist endpoints use it. Tells what became of its tokens; null where there were none. */
export async function removeConnection(
  ctx: Ctx,
  scope: EnvironmentRef,
  name: string,
): Promise<Revoked | null> {
  const { environment } = await authorize(ctx, "connection.configure", scope);
  const found = await requireConnection(ctx, environment, name);
  const endpoints = await store.listEndpointsUsing(ctx.pool, found, NAMED_MAX);
  if (endpoints.length > 0)
    throw new AppError(
      "conflict",
      `Allowlist endpoints use this app: ${endpoints.join(", ")}. Change them first.`,
    );
  const tokens = await findTokensOf(ctx, found.id);
  const revoked = tokens && (await endTokens(ctx, found, tokens, "removed"));
  await inSqlTransaction(ctx, async (sql) => {
    await store.deleteConnection(sql, found.id);
    await ctx.audit.append(sql, ctx, [
      { action: "connection.removed", target: connectionTargetOf(environment, name) },
    ]);
  });
  return revoked;
}

/** The connection of a name. Throws `notFound`. */
export async function requireConnection(
  ctx: Pick<Ctx, "pool" | "seals">,
  environment: Pick<EnvironmentRow, "id">,
  name: string,
): Promise<store.ConnectionRow> {
  const found = await store.findConnection(ctx, environment, name);
  if (!found) throw new AppError("notFound", "There is no such connection here.");
  return found;
}

async function configurationOf(ctx: Ctx, input: NewConnection): Promise<ConnectionConfiguration> {
  const { kind, clientId, scopes, grant, owner } = input;
  const provider = await providerOf(ctx, input);
  if (grant === "code" && provider.authorizationEndpoint === null)
    throw fieldError("grant", "The provider names no place where people are asked.");
  return { kind, provider, clientId, scopes, grant, owner };
}

async function providerOf(ctx: Ctx, input: NewConnection): Promise<Provider> {
  switch (input.kind) {
    case "discovery": {
      await requireCallable(ctx, "issuer", input.issuer);
      const provider = await discoverProvider(ctx, input.issuer).catch((error: unknown) => {
        throw fieldError("issuer", isAppError(error) ? error.detail : providerProblem(error).words);
      });
      await requireEndpoints(ctx, provider, {
        authorization: "issuer",
        token: "issuer",
        revocation: "issuer",
      });
      return provider;
    }
    case "custom": {
      const { issuer, authorizationEndpoint, tokenEndpoint, revocationEndpoint, secretGoesIn } = input;
      const provider: Provider = {
        ...{ issuer: issuer ?? null, alwaysNamesIssuer: false, scopeSeparator: " ", parameters: {} },
        ...{ authorizationEndpoint: authorizationEndpoint ?? null, tokenEndpoint, secretGoesIn },
        revocation:
          revocationEndpoint === undefined ? null : { by: "standard", endpoint: revocationEndpoint },
      };
      await requireEndpoints(ctx, provider, {
        authorization: "authorizationEndpoint",
        token: "tokenEndpoint",
        revocation: "revocationEndpoint",
      });
      return provider;
    }
    default: {
      const preset = PRESETS[input.kind];
      const provider = preset.provider(input.address ?? preset.address);
      const fields = { authorization: "address", token: "address", revocation: "address" };
      await requireEndpoints(ctx, provider, fields);
      return provider;
    }
  }
}

/** An address that a browser is sent to is as good as one that is called: a page of another kind could be anything. */
async function requireEndpoints(
  ctx: Ctx,
  { authorizationEndpoint, tokenEndpoint, revocation }: Provider,
  fields: { readonly authorization: string; readonly token: string; readonly revocation: string },
): Promise<void> {
  if (authorizationEndpoint !== null) await requireCallable(ctx, fields.authorization, authorizationEndpoint);
  await requireCallable(ctx, fields.token, tokenEndpoint);
  if (revocation?.by === "standard") await requireCallable(ctx, fields.revocation, revocation.endpoint);
}

async function requireCallable(ctx: Ctx, field: string, address: string): Promise<void> {
  const callable = await callableUrl(ctx, address);
  if ("issue" in callable) throw fieldError(field, callable.issue);
}

/** Whether tokens of the one would go to somebody else, or be somebody else's, by the other. */
function isElsewhere(before: ConnectionConfiguration, after: ConnectionConfiguration): boolean {
  const targetOf = ({ provider, clientId, grant, owner }: ConnectionConfiguration) =>
    JSON.stringify([provider.tokenEndpoint, provider.revocation, clientId, grant, owner]);
  return targetOf(before) !== targetOf(after);
}

function nameTaken(): AppError {
  return fieldError("name", "There is a connection of this name already.");
}
