/** Which kind of provider an app is registered with. */
export const PROVIDER_KINDS = [
  "github",
  "gitlab",
  "google",
  "slack",
  "microsoft",
  "discovery",
  "custom",
] as const;
export type ProviderKind = (typeof PROVIDER_KINDS)[number];

export const PROVIDER_NAMES: Readonly<Record<ProviderKind, string>> = {
  github: "GitHub",
  gitlab: "GitLab",
  google: "Google",
  slack: "Slack",
  microsoft: "Microsoft",
  discovery: "Another, found by its issuer",
  custom: "Another, by its addresses",
};

export const OAUTH_GRANTS = ["code", "clientCredentials"] as const;
export type OAuthGrant = (typeof OAUTH_GRANTS)[number];

/** Whose a connection is: the project's, until somebody disconnects it, or that of the person who connected it, with whom it ends. */
export const CONNECTION_OWNERS = ["project", "person"] as const;
export type ConnectionOwner = (typeof CONNECTION_OWNERS)[number];

/** Where the client secret goes in a request: an `Authorization: Basic` header, or the body. */
export const SECRET_CARRIERS = ["header", "body"] as const;
export type SecretCarrier = (typeof SECRET_CARRIERS)[number];

/** How a provider is spoken to, whatever it is called. */
export interface Provider {
  /** What it calls itself in its answers (RFC 9207); null where that is not known. */
  readonly issuer: string | null;
  /** Whether it always does, so that an answer without is not its own. */
  readonly alwaysNamesIssuer: boolean;
  /** Null: nobody can be sent there, so there are client credentials alone. */
  readonly authorizationEndpoint: string | null;
  readonly tokenEndpoint: string;
  /** How tokens are revoked; null: in no way. */
  readonly revocation: { readonly by: RevocationKind; readonly endpoint: string } | null;
  readonly secretGoesIn: SecretCarrier;
  /** What is between scopes, asked and given. */
  readonly scopeSeparator: " " | ",";
  /** What else it is asked for when somebody is sent there. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** By RFC 7009, or as these two do it. */
export type RevocationKind = "standard" | "github" | "slack";

/** An OAuth client that is registered elsewhere, as it is stored; its secret is beside it, by reference. */
export interface ConnectionConfiguration {
  readonly kind: ProviderKind;
  readonly provider: Provider;
  readonly clientId: string;
  /** In the order in which they were given. */
  readonly scopes: readonly string[];
  readonly grant: OAuthGrant;
  readonly owner: ConnectionOwner;
}

/** `failing`: it could not be refreshed and is tried again; `reconnect`: a person has to connect it again. */
export const CONNECTION_STATES = ["notConnected", "connected", "failing", "reconnect"] as const;
export type ConnectionState = (typeof CONNECTION_STATES)[number];

/** An environment has no more, so that a list shows them all. */
export const CONNECTIONS_MAX = 1_000;
/** How long somebody may take at the provider. */
export const ATTEMPT_MS = 15 * 60_000;
/** How long before its end a token is refreshed: five minutes, or a quarter of its time if that is less. */
const EARLY_MS_MAX = 5 * 60_000;
const EARLY_PART = 1 / 4;
/** A token that ends sooner is refreshed before it is given out. */
export const FRESH_MS = 60_000;

/** All that may be shown of a connection. Times are ISO 8601, UTC. */
export interface ConnectionMeta {
  readonly project: string;
  readonly environment: string;
  readonly name: string;
  readonly kind: ProviderKind;
  readonly provider: Provider;
  /** The host that its tokens come from. */
  readonly host: string;
  readonly clientId: string;
  /** The name of the secret with the client secret; null when it is not in the environment any more. */
  readonly credential: string | null;
  readonly grant: OAuthGrant;
  readonly owner: ConnectionOwner;
  /** Whose it is, where it is a person's and connected. */
  readonly ownedBy: string | null;
  readonly state: ConnectionState;
  readonly scopes: readonly string[];
  /** What the provider gave; empty while it is not connected. */
  readonly scopesGranted: readonly string[];
  /** Of the scopes asked for, those that it did not give. */
  readonly scopesMissing: readonly string[];
  /** When the access token ends; null: it does not end by itself, or there is none. */
  readonly expiresAt: string | null;
  /** Whether it is refreshed by itself. */
  readonly isRefreshed: boolean;
  readonly connectedAt: string | null;
  readonly connectedBy: string | null;
  readonly refreshedAt: string | null;
  readonly lastUsedAt: string | null;
  /** Why it could not be refreshed, or has to be connected again. */
  readonly error: string | null;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

/** The row of tokens, as far as it says how a connection stands. */
export interface TokenState {
  readonly expiresAt: Date | null;
  readonly isRefreshable: boolean;
  readonly lostAt: Date | null;
  readonly attempts: number;
  /** Whether the person whose it is may still sign in; true for those of the project. */
  readonly hasOwner: boolean;
}

/** How a connection stands at a moment. */
export function stateOf(tokens: TokenState | null, now: Date): ConnectionState {
  if (tokens === null) return "notConnected";
  const { expiresAt, isRefreshable, lostAt, attempts, hasOwner } = tokens;
  const isOver = expiresAt !== null && expiresAt <= now && !isRefreshable;
  if (lostAt !== null || !hasOwner || isOver) return "reconnect";
  return attempts > 0 ? "failing" : "connected";
}

/** When a token is refreshed that ends at a time; null: it does not end. One that cannot be refreshed is looked at when it ends. */
export function dueAt(now: Date, expiresAt: Date | null, isRefreshable: boolean): Date | null {
  if (expiresAt === null || !isRefreshable) return expiresAt;
  const lifetimeMs = Math.max(expiresAt.getTime() - now.getTime(), 0);
  return new Date(expiresAt.getTime() - Math.min(EARLY_MS_MAX, lifetimeMs * EARLY_PART));
}

/** What they say about who signed in; providers leave them out of what they give, or call them otherwise. */
const UNCOUNTED_SCOPES: ReadonlySet<string> = new Set(["openid", "profile", "email", "offline_access"]);

/** The scopes that were asked for and not given. */
export function missingScopes(asked: readonly string[], granted: readonly string[]): string[] {
  const all = new Set(granted);
  // GitHub gives `user` alone where `user` and `user:email` were asked for: the one holds the other.
  const isGranted = (scope: string) => all.has(scope) || all.has(scope.split(":", 1)[0] ?? scope);
  return asked.filter((scope) => !UNCOUNTED_SCOPES.has(scope) && !isGranted(scope));
}

/** What came of an attempt to connect. */
export const CONNECTING_OUTCOMES = [
  "connected",
  /** It is, with fewer scopes than were asked for. */
  "scopesCut",
  /** The state is none that was given to this session. */
  "unknown",
  /** The answer came a second time. */
  "used",
  "late",
  /** The provider, or whoever was asked there, said no. */
  "refused",
  "otherIssuer",
  /** The provider does not take the code, or the client. */
  "notAccepted",
  "unreachable",
  /** What is called here is not configured as it was, or not there. */
  "changed",
  "notAllowed",
  "signedOut",
  /** The program's own fault. */
  "failed",
] as const;
export type ConnectingOutcome = (typeof CONNECTING_OUTCOMES)[number];
