import "server-only";
import type { AuthOptions } from "next-auth";
import { decode, encode } from "next-auth/jwt";
import Credentials from "next-auth/providers/credentials";
import type { OAuthConfig } from "next-auth/providers/oauth";
import type { Ctx } from "@/lib/context";
import { SESSION_SECONDS } from "@/lib/organisation/model";
import { AppError, isAppError } from "@/lib/platform/app-error";
import { nextPath } from "./next-path";
import { beginSignIn } from "./pending/service";
import { signIn } from "./schema";
import { provePassword, signOut } from "./service";
import { sessionActor, sessionCookie } from "./session";

/** The cookie may outlive the session: what counts is the session's row. */
const COOKIE_SECONDS_MAX = SESSION_SECONDS.max;
/** How long one may take at the provider. */
const CHECK_SECONDS_MAX = 10 * 60;

/** For the two requests that have to do with the OpenID provider. */
export interface ProviderInput {
  readonly provider: OAuthConfig<Readonly<Record<string, unknown>>>;
  /** Starts a session for whom the checked claims speak of; null refuses them. */
  readonly accept: (claims: unknown) => Promise<{ readonly token: string } | null>;
  /** Told why an answer of the provider was not accepted. */
  readonly onTrouble: (error: unknown) => void;
}

export interface NextAuthInput {
  readonly ctx: Ctx;
  readonly origin: string;
  /** Told of what went wrong in ways that next-auth answers without saying so. */
  readonly onFailure: (error: unknown) => void;
  readonly singleSignOn?: ProviderInput;
}

/**
 * How next-auth runs here. What it takes for its JWT is our opaque session token: `encode` hands out the token of a
 * row, `decode` looks the row up. So no signed or encrypted text can ever pass for a session, and ending the row
 * ends it everywhere. Its other tokens, told by their salt, stay its own.
 */
export function nextAuthOptions({ ctx, origin, onFailure, singleSignOn }: NextAuthInput): AuthOptions {
  return {
    secret: ctx.keys.derive("session").toString("base64url"),
    session: { strategy: "jwt", maxAge: COOKIE_SECONDS_MAX },
    useSecureCookies: origin.startsWith("https://"),
    cookies: cookiesOf(origin),
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/account" },
    providers: [credentials(ctx, onFailure), ...(singleSignOn ? [singleSignOn.provider] : [])],
    jwt: {
      encode: (params) => (params.salt ? encode(params) : sessionTokenIn(params.token)),
      decode: (params) => (params.salt ? decode(params) : sessionOf(ctx, params.token)),
    },
    callbacks: {
      signIn: async ({ user, account, profile }) => {
        if (account?.type !== "oauth") return true;
        const session = await singleSignOn?.accept(profile);
        if (!session) return false;
        // Where `jwt` finds it: next-auth hands the same object on.
        Object.assign(user, { sessionToken: session.token });
        return true;
      },
      jwt: ({ token, user }) =>
        user && "sessionToken" in user ? { ...token, sessionToken: user.sessionToken } : token,
      session: ({ session, token }) => ({
        expires: session.expires,
        user: { name: token.name ?? null, email: token.email ?? null, role: token.role },
      }),
      redirect: ({ url }) => ownUrl(url, origin) ?? origin,
    },
    events: { signOut: ({ token }) => endSession(ctx, token).catch(onFailure) },
    logger: { error: (_code, error) => singleSignOn?.onTrouble(error), warn: () => {}, debug: () => {} },
  };
}

/** The absolute address of a page of our own, given as a path or an address; null for anything else. */
export function ownUrl(wanted: unknown, origin: string): string | null {
  if (wanted === origin) return origin;
  const isAbsolute = typeof wanted === "string" && wanted.startsWith(`${origin}/`);
  const path = nextPath(isAbsolute ? wanted.slice(origin.length) : wanted);
  return path === null ? null : `${origin}${path}`;
}

/** Names of next-auth's cookies, with the strongest prefix that the origin allows. */
export function cookiesOf(origin: string) {
  const session = sessionCookie(origin);
  const named = (name: string) => ({
    name: session.name.replace("session", name),
    options: session.options,
  });
  return {
    sessionToken: session,
    csrfToken: named("csrf"),
    callbackUrl: named("callback"),
    ...checkCookies(origin),
  };
}

/** What a browser holds while its person is at the provider. Each is encrypted under its own name and good for nothing else. */
export function checkCookies(origin: string) {
  const session = sessionCookie(origin);
  const named = (name: string) => ({
    name: session.name.replace("session", name),
    options: { ...session.options, maxAge: CHECK_SECONDS_MAX },
  });
  return { state: named("state"), pkceCodeVerifier: named("pkce"), nonce: named("nonce") };
}

function credentials(ctx: Ctx, onFailure: (error: unknown) => void) {
  return Credentials({
    name: "Password",
    credentials: { email: { type: "email" }, password: { type: "password" } },
    authorize: async (args) => {
      const input = signIn.safeParse({ email: args?.email, password: args?.password });
      if (!input.success) return null;
      try {
        const step = await beginSignIn(ctx, await provePassword(ctx, input.data), ["password"]);
        if (step.kind === "pending")
          throw new AppError("forbidden", "Sign in on the page: it asks for more.");
        const { token, actor } = step;
        return { id: actor.id, email: actor.email, name: actor.name, sessionToken: token };
      } catch (error) {
        if (!isAppError(error) || error.code !== "unauthenticated") onFailure(error);
        return null;
      }
    },
  });
}

function sessionTokenIn(token: Readonly<Record<string, unknown>> | undefined): string {
  if (typeof token?.sessionToken === "string") return token.sessionToken;
  throw new Error("there is no session to keep");
}

async function sessionOf(ctx: Ctx, sessionToken: string | undefined) {
  const actor = await sessionActor(ctx, sessionToken);
  if (!actor || sessionToken === undefined) return null;
  const { id, name, email, role } = actor;
  return { sub: id, name, email, role, sessionToken };
}

async function endSession(ctx: Ctx, token: Readonly<Record<string, unknown>> | null): Promise<void> {
  const actor = await sessionActor(
    ctx,
    typeof token?.sessionToken === "string" ? token.sessionToken : undefined,
  );
  if (actor) await signOut({ ...ctx, actor });
}
