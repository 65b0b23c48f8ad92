import "server-only";
import { checkCookies, cookiesOf, type ProviderInput } from "@/lib/auth/next-auth";
import { callNextAuth } from "@/lib/auth/next-auth-call";
import { cookiesIn } from "@/lib/auth/next-auth-route";
import { nextPath } from "@/lib/auth/next-path";
import { withinAddressBound } from "@/lib/auth/throttle/throttle";
import type { Ctx } from "@/lib/context";
import { isAppError } from "@/lib/platform/app-error";
import { goingOnPage } from "@/lib/platform/going-on-page";
import type { OpenIdClient, SingleSignOn } from "@/lib/platform/single-sign-on";
import { discoverProvider } from "./discovery";
import type { SsoProblem } from "./model";
import { openIdProvider, PROVIDER_ID } from "./provider";
import { identityClaims } from "./schema";
import { recordRefusal, signInWithIdentity } from "./service";

export interface SsoInput {
  readonly ctx: Ctx & { readonly singleSignOn: SingleSignOn };
  readonly client: OpenIdClient;
  readonly origin: string;
  /** Told, for the log, what did not work. */
  readonly warn: (reason: unknown) => void;
}

/** What of the provider's answer is looked at (OpenID Connect Core 1.0, section 3.1.2.5, and RFC 9207). */
const UNREACHABLE = /timed out|ECONN|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|socket hang up|got: 5\d\d/;

const ANSWER_FIELDS = ["code", "state", "iss"] as const;

/**
 * Sends a browser to the provider, with state, nonce and a PKCE challenge that only this browser has the other halves
 * of. Only a form of ours can: a link cannot even begin to sign somebody in.
 */
export async function startSingleSignOn(request: Request, input: SsoInput): Promise<Response> {
  const { ctx, origin, warn } = input;
  if (request.headers.get("origin") !== origin) return new Response(null, { status: 403 });
  const next = nextPath(new URLSearchParams(await request.text()).get("next"));
  try {
    const singleSignOn = await providerInput(input, async () => null);
    const calling = { ctx, origin, onFailure: warn, singleSignOn };
    const csrf = await callNextAuth({ method: "GET", path: ["csrf"] }, calling);
    const { csrfToken }: { csrfToken: string } = await csrf.json();
    const started = await callNextAuth(
      {
        method: "POST",
        path: ["signin", PROVIDER_ID],
        body: { csrfToken, callbackUrl: `${origin}${next ?? ""}`, json: "true" },
        cookies: { [cookiesOf(origin).csrfToken.name]: csrfCookie(csrf) },
      },
      calling,
    );
    const { url }: { url: string } = await started.json();
    if (url.startsWith(`${origin}/api/auth/`)) throw new Error("the provider's address cannot be built");
    const page = goingOnPage(ctx.singleSignOn.name, url);
    for (const line of started.headers.getSetCookie()) page.headers.append("set-cookie", line);
    return page;
  } catch (error) {
    warn(error);
    return problemAnswer("provider-unreachable", next, origin);
  }
}

function csrfCookie(answer: Response): string {
  const [line = ""] = answer.headers.getSetCookie();
  return decodeURIComponent(line.slice(line.indexOf("=") + 1).split(";")[0] ?? "");
}

/**
 * Takes the provider's answer, which a browser brings. Whatever is wrong with it leads back to the sign-in page with one
 * of our own problems: nothing that the provider or the address says is repeated.
 */
export async function answerProvider(request: Request, input: SsoInput): Promise<Response> {
  const { ctx, origin, warn } = input;
  const cookies = cookiesIn(request, origin);
  const back = cookies[cookiesOf(origin).callbackUrl.name];
  const next = back?.startsWith(`${origin}/`) ? nextPath(back.slice(origin.length)) : null;
  const hasBegun = cookies[checkCookies(origin).state.name] !== undefined;
  let problem: SsoProblem = "answer-refused";
  const accepted = async () => {
    const outcome = await acceptAnswer(request, cookies, input);
    if (outcome instanceof Response) return outcome;
    problem = outcome.problem;
    if (hasBegun && !outcome.isOnRecord) recordRefusal(ctx, problem, null);
    return null;
  };
  try {
    const answer = await withinAddressBound(ctx, "sso", (lane) =>
      lane === "suspect" ? ifFewAreChecked(accepted) : accepted(),
    );
    return answer ?? problemAnswer(problem, next, origin);
  } catch (error) {
    if (isAppError(error) && error.code === "throttled") return problemAnswer("too-many", next, origin);
    warn(error);
    return problemAnswer("unavailable", next, origin);
  }
}

/** Answers from addresses with too many failures that are checked at once: each may ask the provider something. */
const SUSPECT_MAX = 4;
let suspects = 0;

async function ifFewAreChecked<T>(check: () => Promise<T | null>): Promise<T | null> {
  if (suspects >= SUSPECT_MAX) return null;
  suspects += 1;
  try {
    return await check();
  } finally {
    suspects -= 1;
  }
}

interface Refused {
  readonly problem: SsoProblem;
  readonly isOnRecord?: boolean;
}

async function acceptAnswer(
  request: Request,
  cookies: Readonly<Record<string, string>>,
  input: SsoInput,
): Promise<Response | Refused> {
  const { ctx, origin, warn } = input;
  const sent = new URL(request.url).searchParams;
  if (sent.has("error")) return { problem: "provider-refused" };
  const query = Object.fromEntries(ANSWER_FIELDS.flatMap((name) => sent.getAll(name).map((v) => [name, v])));
  const seen: { refused?: Refused; failure?: { error: unknown }; trouble?: unknown } = {};
  const onTrouble = (error: unknown) => {
    seen.trouble ??= error;
    warn(error);
  };
  const singleSignOn = await providerInput({ ...input, warn: onTrouble }, async (claims) => {
    try {
      const outcome = await signInWithIdentity(ctx, identityClaims.parse(claims));
      if (outcome.kind === "started") {
        for (const slug of outcome.unknownGroups)
          warn(new Error(`STRONGROOM_OIDC_GROUPS names the group ${slug}, which does not exist`));
        return outcome;
      }
      seen.refused = { problem: outcome.problem, isOnRecord: true };
    } catch (error) {
      seen.failure = { error };
    }
    return null;
  }).catch((error: unknown) => {
    warn(error);
    return null;
  });
  if (!singleSignOn) return { problem: "provider-unreachable" };
  const calling = { ctx, origin, onFailure: warn, singleSignOn };
  const answer = await callNextAuth(
    { method: "GET", path: ["callback", PROVIDER_ID], query, cookies },
    calling,
  );
  if (seen.failure) throw seen.failure.error;
  if (seen.refused) return seen.refused;
  // Where next-auth leads when something was wrong.
  const isWrong = answer.headers.get("location")?.startsWith(`${origin}/api/auth/`) !== false;
  if (!isWrong) return answer;
  return { problem: isUnreachable(seen.trouble) ? "provider-unreachable" : "answer-refused" };
}

/** Whether it was the provider's own endpoints that did not answer. */
function isUnreachable(trouble: unknown): boolean {
  const error =
    typeof trouble === "object" && trouble !== null && "error" in trouble ? trouble.error : trouble;
  return error instanceof Error && UNREACHABLE.test(error.message);
}

async function providerInput(input: SsoInput, accept: ProviderInput["accept"]): Promise<ProviderInput> {
  const { ctx, client, warn } = input;
  const { issuer, name } = ctx.singleSignOn;
  const provider = openIdProvider({ issuer, name, client }, await discoverProvider(issuer));
  return { provider, accept, onTrouble: warn };
}

/** Back to the sign-in page, and nothing of the attempt stays in the browser. */
function problemAnswer(problem: SsoProblem, next: string | null, origin: string): Response {
  const query = new URLSearchParams({ error: problem, ...(next !== null && { next }) });
  const answer = new Response(null, {
    status: 303,
    headers: { location: `/sign-in?${query}`, "cache-control": "no-store" },
  });
  for (const { name, options } of Object.values(checkCookies(origin))) {
    const secure = options.secure ? "; Secure" : "";
    answer.headers.append("set-cookie", `${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${secure}`);
  }
  return answer;
}
