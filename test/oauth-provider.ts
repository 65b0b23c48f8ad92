import { once } from "node:events";
import { createServer } from "node:http";
import Provider, { type Configuration } from "oidc-provider";

/** What the provider does until told otherwise. */
interface Habits {
  /** Says no to everybody. */
  refuses?: boolean;
  /** Scopes that whoever is asked does not grant. */
  withheld?: readonly string[];
  /** Breaks off every connection. */
  isDown?: boolean;
  /** Answers requests to these paths with this status. */
  failing?: { readonly path: string; readonly status: number };
  /** Takes its time over requests for tokens. */
  slowMs?: number;
}

export const OAUTH_CLIENT = {
  client_id: "strongroom-app",
  client_secret: "canary-of-the-app-secret",
} as const;

/** A real OAuth provider on this machine, with refresh tokens that are good for one use. Nobody is asked: all is granted at once. */
export interface OAuthProvider {
  readonly issuer: string;
  readonly host: string;
  readonly habits: Habits;
  /** How often each path was asked for. */
  readonly asked: Map<string, number>;
  /** Whether it takes an access token. */
  takes(accessToken: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Starts a provider on a port of its own for the instance at an origin. */
export async function startOAuthProvider(
  origin: string,
  { seconds = 3_600 }: { readonly seconds?: number } = {},
): Promise<OAuthProvider> {
  const habits: Habits = {};
  const asked = new Map<string, number>();
  let provider: Provider | null = null;
  const server = createServer(async (req, res) => {
    const path = (req.url ?? "").split("?", 1)[0] ?? "";
    asked.set(path, (asked.get(path) ?? 0) + 1);
    if (habits.isDown || !provider) return void req.socket.destroy();
    if (habits.failing?.path === path) return void res.writeHead(habits.failing.status).end("down");
    if (path === "/token" && habits.slowMs) await new Promise((done) => setTimeout(done, habits.slowMs));
    if (!path.startsWith("/interaction/")) return void provider.callback()(req, res);
    const result = habits.refuses
      ? { error: "access_denied", error_description: "canary-of-an-error-page" }
      : { login: { accountId: "somebody", remember: false }, consent: {} };
    provider.interactionFinished(req, res, result).catch(() => res.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the provider has no port");
  const host = `127.0.0.1:${address.port}`;
  const issuer = `http://${host}`;
  provider = new Provider(issuer, configuration(origin, habits, seconds));
  return {
    ...{ issuer, host, habits, asked },
    takes: async (accessToken) => {
      const response = await fetch(`${issuer}/me`, { headers: { authorization: `Bearer ${accessToken}` } });
      return response.ok;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function configuration(origin: string, habits: Habits, seconds: number): Configuration {
  return {
    clients: [
      {
        ...OAUTH_CLIENT,
        redirect_uris: [`${origin}/api/connections/callback`],
        grant_types: ["authorization_code", "refresh_token", "client_credentials"],
      },
    ],
    scopes: ["openid", "offline_access", "repo", "mail"],
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true, allowedPolicy: () => true },
    },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, accountId) => ({ accountId, claims: async () => ({ sub: accountId }) }),
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    loadExistingGrant: async (ctx) => {
      const { client, session, provider } = ctx.oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      for (const scope of ["openid", "offline_access", "repo", "mail"]) {
        if (habits.withheld?.includes(scope)) grant.rejectOIDCScope(scope);
        else grant.addOIDCScope(scope);
      }
      await grant.save();
      return grant;
    },
    cookies: { keys: ["cookies of a test"] },
    ttl: {
      ...{ Grant: 86_400, Session: 600, Interaction: 600, RefreshToken: 86_400 },
      ...{ AccessToken: seconds, ClientCredentials: seconds, IdToken: 600 },
    },
  };
}

/** Follows a provider's pages as a browser does, until it leads back: to that address, which is not asked for. */
export async function followTo(address: string, back: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let next = new URL(address);
  for (let steps = 0; steps < 10; steps += 1) {
    if (next.href.startsWith(back)) return next;
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(next, { redirect: "manual", headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get("location");
    if (location === null) throw new Error(`the provider stays at ${next.pathname}: ${response.status}`);
    next = new URL(location, next);
  }
  throw new Error("the provider leads nowhere");
}
