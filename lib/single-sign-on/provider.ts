import "server-only";
import type { OAuthConfig } from "next-auth/providers/oauth";
import type { OpenIdClient } from "@/lib/platform/single-sign-on";
import type { ProviderMetadata } from "./discovery";

/** What next-auth knows the provider as. It stands in the address that the provider sends people back to. */
export const PROVIDER_ID = "oidc";

const TIMEOUT_MS = 5_000;

type Claims = Readonly<Record<string, unknown>>;

/**
 * The provider as next-auth wants it. All it takes from the provider's document are endpoints: the issuer and the
 * audience are the settings', so a token made for or by somebody else fails whatever that document says.
 */
export function openIdProvider(
  input: { readonly issuer: string; readonly name: string; readonly client: OpenIdClient },
  metadata: ProviderMetadata,
): OAuthConfig<Claims> {
  const { issuer, name, client } = input;
  return {
    id: PROVIDER_ID,
    type: "oauth",
    name,
    issuer,
    clientId: client.id,
    clientSecret: client.secret,
    checks: ["pkce", "state", "nonce"],
    idToken: true,
    authorization: { url: metadata.authorizationEndpoint, params: { scope: client.scopes } },
    token: { url: metadata.tokenEndpoint },
    userinfo: userinfo(metadata.userinfoEndpoint),
    jwks_endpoint: metadata.jwksUri,
    client: {
      id_token_signed_response_alg: metadata.idTokenAlgorithm,
      token_endpoint_auth_method: metadata.secretGoesIn,
    },
    httpOptions: { timeout: TIMEOUT_MS },
    profile: ({ sub }) => ({ id: String(sub) }),
  };
}

/**
 * The claims of the ID token over those of the userinfo endpoint, where some providers keep the address: as long as both
 * speak of the same subject (OpenID Connect Core 1.0, section 5.3.2).
 */
function userinfo(url: string | undefined): NonNullable<OAuthConfig<Claims>["userinfo"]> {
  return {
    ...(url === undefined ? {} : { url }),
    request: async ({ client, tokens }) => {
      const claims = claimsOf(tokens);
      if (url === undefined || tokens.access_token === undefined) return claims;
      const more = await client.userinfo(tokens.access_token);
      if (more.sub !== claims.sub) throw new Error("the userinfo endpoint speaks of somebody else");
      return { ...more, ...claims };
    },
  };
}

/** The claims of an ID token that the client has just checked. */
function claimsOf(tokens: object): Claims {
  const claims: unknown = "claims" in tokens && typeof tokens.claims === "function" ? tokens.claims() : null;
  if (typeof claims !== "object" || claims === null) throw new Error("there is no ID token");
  return { ...claims };
}
