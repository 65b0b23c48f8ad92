import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import Provider, { type Configuration } from "oidc-provider";

export type Claims = Readonly<Record<string, unknown>>;

/** What the provider does wrong until told otherwise. */
export interface Faults {
  /** Says no to everybody, in these words. */
  refusal?: string;
  /** Signs another nonce than it was asked for. */
  nonce?: string;
  /** Sends back another state than it was given. */
  state?: string;
  /** Says this issuer in its document. */
  issuer?: string;
  /** What becomes of ID tokens. */
  idToken?: (token: string) => string;
  /** Breaks off connections to these paths; `/` stands for all. */
  silentAt?: string;
}

/** A real OpenID provider on this machine. It asks nothing: whoever was named last is signed in at once. */
export interface TestProvider {
  readonly issuer: string;
  /** The settings with which an instance uses it. */
  readonly env: Readonly<Record<string, string>>;
  readonly faults: Faults;
  /** Lets an instance use it. To be called before anybody signs in. */
  serve(origin: string): void;
  /** Whom the next sign-ins are about; `sub` is the subject. */
  says(claims: Claims & { readonly sub: string }): void;
  close(): Promise<void>;
}

const CLIENT = { client_id: "strongroom", client_secret: "canary-of-the-client-secret" } as const;

/** Starts a provider on a port of its own. */
export async function startProvider(
  options: { readonly claimsInIdToken?: boolean } = {},
): Promise<TestProvider> {
  let handle: ((req: IncomingMessage, res: ServerResponse) => void) | null = null;
  let claims: Claims & { readonly sub: string } = { sub: "nobody" };
  const faults: Faults = {};
  const server = createServer((req, res) => {
    const path = (req.url ?? "").split("?", 1)[0] ?? "";
    if (faults.silentAt === "/" || faults.silentAt === path) return void req.socket.destroy();
    if (!handle) return void res.writeHead(503).end();
    misbehave(req, res, faults);
    handle(req, res);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the provider has no port");
  const issuer = `http://127.0.0.1:${address.port}`;
  return {
    issuer,
    env: {
      STRONGROOM_OIDC_ISSUER: issuer,
      STRONGROOM_OIDC_CLIENT_ID: CLIENT.client_id,
      STRONGROOM_OIDC_CLIENT_SECRET: CLIENT.client_secret,
      STRONGROOM_OIDC_NAME: "Example Login",
    },
    faults,
    serve: (origin) => {
      const provider = new Provider(
        issuer,
        configuration(origin, () => claims, options),
      );
      const answer = provider.callback();
      handle = (req, res) => {
        if (!req.url?.startsWith("/interaction/")) return void answer(req, res);
        const { refusal } = faults;
        const result = refusal
          ? { error: "access_denied", error_description: refusal }
          : { login: { accountId: claims.sub, remember: false }, consent: {} };
        provider.interactionFinished(req, res, result).catch(() => res.destroy());
      };
    },
    says: (next) => {
      claims = next;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function configuration(
  origin: string,
  current: () => Claims & { readonly sub: string },
  { claimsInIdToken = true }: { readonly claimsInIdToken?: boolean },
): Configuration {
  return {
    clients: [{ ...CLIENT, redirect_uris: [`${origin}/api/auth/callback/oidc`] }],
    claims: { openid: ["sub", "groups"], email: ["email", "email_verified"], profile: ["name"] },
    conformIdTokenClaims: !claimsInIdToken,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, accountId) => ({
      accountId,
      claims: async () => ({ ...current(), sub: accountId }),
    }),
    loadExistingGrant: async (ctx) => {
      const { client, session, provider } = ctx.oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
    cookies: { keys: ["cookies of a test"] },
    ttl: { Grant: 600, Session: 600, Interaction: 600, AccessToken: 600, IdToken: 600 },
  };
}

/** Changes what goes in or out as the faults say. */
function misbehave(req: IncomingMessage, res: ServerResponse, faults: Faults): void {
  const url = new URL(req.url ?? "/", "http://provider.invalid");
  for (const name of ["nonce", "state"] as const) {
    const wrong = faults[name];
    if (wrong !== undefined && url.searchParams.has(name)) url.searchParams.set(name, wrong);
  }
  if (url.pathname === "/auth") req.url = `${url.pathname}${url.search}`;
  const { issuer, idToken } = faults;
  if (issuer !== undefined && url.pathname === "/.well-known/openid-configuration")
    rewrite(res, (body) => ({ ...body, issuer }));
  if (idToken && url.pathname === "/token")
    rewrite(res, (body) => ({ ...body, id_token: idToken(String(body.id_token)) }));
}

function rewrite(
  res: ServerResponse,
  change: (body: Record<string, unknown>) => Record<string, unknown>,
): void {
  const end = res.end.bind(res) as (body: string) => ServerResponse;
  res.end = ((body: string | Buffer) => {
    const changed = JSON.stringify(change(JSON.parse(String(body)) as Record<string, unknown>));
    res.setHeader("content-length", Buffer.byteLength(changed));
    return end(changed);
  }) as typeof res.end;
}
