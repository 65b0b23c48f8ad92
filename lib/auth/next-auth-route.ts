import "server-only";
import type { Ctx } from "@/lib/context";
import { isAppError } from "@/lib/platform/app-error";
import { cookiesOf, ownUrl } from "./next-auth";
import { callNextAuth, type Fields } from "./next-auth-call";

/** What next-auth may be asked, by method. Its own log sink for browsers is left out. */
const ACTIONS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["GET", new Set(["csrf", "session", "providers", "signin", "signout", "error"])],
  ["POST", new Set(["callback", "session", "signin", "signout"])],
]);

/**
 * Answers one request to `/api/auth/…`. next-auth sees only what it needs, checked: no headers (so neither Host nor
 * Authorization means anything to it), and of addresses to go on to only our own.
 */
export async function answerNextAuth(
  request: Request,
  path: readonly string[],
  input: { readonly ctx: Ctx; readonly origin: string },
): Promise<Response> {
  const { origin } = input;
  if (!ACTIONS.get(request.method)?.has(path[0] ?? "")) return new Response(null, { status: 404 });
  if (request.method === "POST" && request.headers.get("origin") !== origin)
    return new Response(null, { status: 403 });
  const body = await fieldsOf(request);
  if (!body) return new Response(null, { status: 400 });
  const failures: unknown[] = [];
  const checked = {
    method: request.method,
    path,
    query: withOwnUrl(Object.fromEntries(new URL(request.url).searchParams), origin),
    body: withOwnUrl(body, origin),
    cookies: cookiesIn(request, origin),
  };
  const answer = await callNextAuth(checked, { ...input, onFailure: (error) => failures.push(error) });
  return failures.length > 0 ? refusal(failures[0]) : answer;
}

/** The fields of a form or JSON body; null when it is neither. */
async function fieldsOf(request: Request): Promise<Fields | null> {
  if (request.method !== "POST") return {};
  try {
    const text = await request.text();
    if (!request.headers.get("content-type")?.includes("json"))
      return Object.fromEntries(new URLSearchParams(text));
    const parsed: unknown = JSON.parse(text || "{}");
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : null;
  } catch {
    return null;
  }
}

function withOwnUrl(fields: Fields, origin: string): Fields {
  const { callbackUrl, ...rest } = fields;
  const own = ownUrl(callbackUrl, origin);
  return own === null ? rest : { ...rest, callbackUrl: own };
}

/** Only the cookies that are next-auth's here, and an address to go on to only if it is our own. */
export function cookiesIn(request: Request, origin: string): Record<string, string> {
  const { callbackUrl, ...names } = cookiesOf(origin);
  const wanted = new Set([callbackUrl, ...Object.values(names)].map((cookie) => cookie.name));
  const sent = (request.headers.get("cookie") ?? "").split(";").map((pair) => {
    const [name = "", ...value] = pair.split("=");
    return [name.trim(), decoded(value.join("=").trim())] as const;
  });
  return Object.fromEntries(
    sent.filter(
      ([name, value]) => wanted.has(name) && (name !== callbackUrl.name || ownUrl(value, origin) !== null),
    ),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

function refusal(error: unknown): Response {
  if (!isAppError(error)) throw error;
  const { code, detail } = error;
  const status = { throttled: 429, forbidden: 403 }[code as string] ?? 503;
  const retryAfter = String(error.context.retryAfterSeconds ?? 5);
  return Response.json(
    { code, detail },
    { status, headers: { "cache-control": "no-store", "retry-after": retryAfter } },
  );
}
