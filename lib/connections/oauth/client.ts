import * as oauth from "oauth4webapi";
import type { Ctx } from "@/lib/context";
import type { Plaintext } from "@/lib/crypto/plaintext";
import { AppError } from "@/lib/platform/app-error";
import { openCredential } from "@/lib/secrets/credentials/service";
import type { ConnectionConfiguration, Provider } from "../model";
import type { ConnectionRow } from "../store";
import { egressFetch } from "./egress-fetch";
import { plainAnswer } from "./plain-answer";

/** What a provider gave. */
export interface ProviderTokens {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** Null: it does not end by itself, or nothing was said. */
  readonly expiresInSeconds: number | null;
  /** Null: what was asked for. */
  readonly scopes: readonly string[] | null;
}

type Connection = Pick<ConnectionRow, "id" | "name" | "environmentId" | "credentialId" | "configuration">;

/** Where a browser goes to be asked. */
export async function authorizationAddress(
  { provider, clientId, scopes }: ConnectionConfiguration,
  {
    redirectUri,
    state,
    verifier,
  }: { readonly redirectUri: string; readonly state: string; readonly verifier: string },
): Promise<string> {
  if (provider.authorizationEndpoint === null) throw new Error("a connection by code has no place to ask at");
  const address = new URL(provider.authorizationEndpoint);
  const parameters = {
    ...provider.parameters,
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    ...(scopes.length > 0 && { scope: scopes.join(provider.scopeSeparator) }),
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  return address.href;
}

/** What is wrong with an answer that a browser brought, whose state was found to be its own; else what a code is taken with. */
export function checkedAnswer(
  { provider, clientId }: ConnectionConfiguration,
  parameters: URLSearchParams,
): URLSearchParams | "refused" | "otherIssuer" {
  const names = ["code", "iss", "error"].flatMap((name) =>
    parameters.getAll(name).map((value) => [name, value]),
  );
  const known = new URLSearchParams(names);
  const isNamed = known.has("iss");
  // An answer that names somebody, where nobody is known by name, is not taken for the one that was asked.
  if (isNamed ? known.get("iss") !== provider.issuer : provider.alwaysNamesIssuer) return "otherIssuer";
  try {
    return oauth.validateAuthResponse(
      serverOf(provider),
      { client_id: clientId },
      known,
      oauth.expectNoState,
    );
  } catch {
    return "refused";
  }
}

/** Tokens for a code. Throws what `providerProblem` knows. */
export async function tokensForCode(
  ctx: Ctx,
  connection: Connection,
  {
    answer,
    redirectUri,
    verifier,
  }: { readonly answer: URLSearchParams; readonly redirectUri: string; readonly verifier: string },
): Promise<ProviderTokens> {
  const { server, client, authentication, options } = await callOf(ctx, connection);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    authentication,
    answer,
    redirectUri,
    verifier,
    options,
  );
  return tokensIn(await oauth.processAuthorizationCodeResponse(server, client, response));
}

/** Tokens for the app itself. Throws what `providerProblem` knows. */
export async function tokensForClient(ctx: Ctx, connection: Connection): Promise<ProviderTokens> {
  const { server, client, authentication, options } = await callOf(ctx, connection);
  const { scopes, provider } = connection.configuration;
  const parameters = new URLSearchParams(
    scopes.length > 0 ? { scope: scopes.join(provider.scopeSeparator) } : {},
  );
  const response = await oauth.clientCredentialsGrantRequest(
    server,
    client,
    authentication,
    parameters,
    options,
  );
  return tokensIn(await oauth.processClientCredentialsResponse(server, client, response));
}

/** New tokens for a refresh token. Throws what `providerProblem` knows. */
export async function refreshedTokens(
  ctx: Ctx,
  connection: Connection,
  refreshToken: string,
): Promise<ProviderTokens> {
  const { server, client, authentication, options } = await callOf(ctx, connection);
  const response = await oauth.refreshTokenGrantRequest(
    server,
    client,
    authentication,
    refreshToken,
    options,
  );
  return tokensIn(await oauth.processRefreshTokenResponse(server, client, response));
}

/** Has the provider take tokens back, the refresh token first. Throws what `providerProblem` knows. */
export async function revokeTokens(
  ctx: Ctx,
  connection: Connection,
  { accessToken, refreshToken }: Pick<ProviderTokens, "accessToken" | "refreshToken">,
): Promise<void> {
  const { provider, clientId } = connection.configuration;
  if (provider.revocation === null) return;
  const { by, endpoint } = provider.revocation;
  if (by === "standard") {
    const { server, client, authentication, options } = await callOf(ctx, connection);
    for (const token of [refreshToken, accessToken]) {
      if (token === null) continue;
      const response = await oauth.revocationRequest(server, client, authentication, token, options);
      await oauth.processRevocationResponse(response);
    }
    return;
  }
  const fetch = egressFetch(ctx, holderOf(connection));
  if (by === "slack") {
    const headers = { authorization: `Bearer ${accessToken}`, accept: "application/json" };
    requireRevoked(await plainAnswer(await fetch(endpoint, { method: "POST", headers })));
    return;
  }
  const basic = Buffer.from(`${clientId}:${(await secretOf(ctx, connection)).reveal()}`).toString("base64");
  const address = endpoint.replace("{client_id}", encodeURIComponent(clientId));
  const response = await fetch(address, {
    method: "DELETE",
    headers: {
      authorization: `Basic ${basic}`,
      accept: "application/vnd.github+json",
      "content-type": "application/json",
    },
    body: JSON.stringify({ access_token: accessToken }),
  });
  // It does not know the token: it is gone already.
  if (response.status !== 404) requireRevoked(response);
}

function requireRevoked({ status }: Response): void {
  if (status >= 200 && status < 300) return;
  throw new AppError("badGateway", `The provider answered ${status}.`);
}

/**
 * What a provider says about itself at its issuer (OpenID Connect Discovery 1.0, then RFC 8414). Throws `badGateway` where it
 * does not, or calls itself otherwise.
 */
export async function discoverProvider(ctx: Ctx, issuer: string): Promise<Provider> {
  const server = await discovered(ctx, issuer, "oidc").catch((error: unknown) =>
    discovered(ctx, issuer, "oauth2").catch(() => Promise.reject(error)),
  );
  if (!server.token_endpoint) throw new AppError("badGateway", "The provider names no token endpoint.");
  const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
  const { revocation_endpoint: revocation } = server;
  return {
    issuer: server.issuer,
    alwaysNamesIssuer: server.authorization_response_iss_parameter_supported === true,
    authorizationEndpoint: server.authorization_endpoint ?? null,
    tokenEndpoint: server.token_endpoint,
    revocation: revocation === undefined ? null : { by: "standard", endpoint: revocation },
    secretGoesIn: methods.includes("client_secret_basic") ? "header" : "body",
    scopeSeparator: " ",
    parameters: {},
  };
}

async function discovered(
  ctx: Ctx,
  issuer: string,
  algorithm: "oidc" | "oauth2",
): Promise<oauth.AuthorizationServer> {
  const url = new URL(issuer);
  const response = await oauth.discoveryRequest(url, {
    algorithm,
    [oauth.customFetch]: egressFetch(ctx, `discovery ${url.host}`),
    [oauth.allowInsecureRequests]: true,
  });
  return oauth.processDiscoveryResponse(url, response);
}

async function callOf(ctx: Ctx, connection: Connection) {
  const { provider, clientId } = connection.configuration;
  const secret = (await secretOf(ctx, connection)).reveal();
  const fetch = egressFetch(ctx, holderOf(connection));
  return {
    server: serverOf(provider),
    client: { client_id: clientId },
    authentication: (provider.secretGoesIn === "header" ? oauth.ClientSecretBasic : oauth.ClientSecretPost)(
      secret,
    ),
    options: {
      [oauth.customFetch]: async (...call: Parameters<typeof fetch>) => {
        const [address] = call;
        const response = await fetch(...call);
        return address === provider.tokenEndpoint ? plainAnswer(response) : response;
      },
      // Which addresses may be called without TLS is for the egress rules to say.
      [oauth.allowInsecureRequests]: true,
    } as const,
  };
}

function secretOf(ctx: Ctx, { name, environmentId, credentialId }: Connection): Promise<Plaintext> {
  return openCredential(ctx, { id: environmentId }, credentialId, { purpose: "connection", of: name });
}

function holderOf({ id }: Connection): string {
  return `connection ${id}`;
}

function serverOf({ issuer, tokenEndpoint, revocation }: Provider): oauth.AuthorizationServer {
  return {
    // Only answers with the name of an issuer are compared with it, and those are checked before.
    issuer: issuer ?? new URL(tokenEndpoint).origin,
    token_endpoint: tokenEndpoint,
    ...(revocation?.by === "standard" && { revocation_endpoint: revocation.endpoint }),
  };
}

function tokensIn({
  access_token,
  refresh_token,
  expires_in,
  scope,
}: oauth.TokenEndpointResponse): ProviderTokens {
  return {
    accessToken: access_token,
    refreshToken: refresh_token ?? null,
    expiresInSeconds: expires_in ?? null,
    // GitHub takes blanks and gives commas.
    scopes: scope === undefined ? null : [...new Set(scope.split(/[ ,]+/).filter((part) => part !== ""))],
  };
}
