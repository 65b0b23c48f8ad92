import type { IncomingMessage } from "node:http";
import type { RouteClass, TraceParent } from "@/lib/platform/activity";
import { BODY_BYTES_MAX } from "./gateway-body";
import { headerRefusal } from "./gateway-header-section";
import type { Refusal } from "./gateway-problem";

/** Where metrics are, if anywhere. */
export const METRICS_PATH = "/metrics";

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const STATIC_METHODS = new Set(["GET", "HEAD"]);
const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/** Headers that only this program may write: Next acts on the first group, this program on `x-strongroom-*`. */
const INTERNAL =
  /^(content-security-policy(-report-only)?|x-nonce|next-resume|x-middleware-.*|x-invoke-.*|x-next-.*|x-nextjs-data|x-matched-path|x-now-route-matches|x-prerender-.*|x-forwarded-.*|forwarded|x-real-ip|x-strongroom-.*)$/;

/** What lies in `public`. */
const PUBLIC_FILE =
  /^\/(audit-verify\.html|favicon\.ico|icon\.svg|icons\/[\w-]+\.png|manifest\.webmanifest|robots\.txt|security-policy\.txt)$/;

/** Looks at a request line and headers before anything acts on them. Null means that they are in order. */
export function refusalOf(req: IncomingMessage, origin: string): Refusal | null {
  const refusal = headerRefusal(req);
  if (refusal) return refusal;
  const allowed = isStaticPath(pathIn(req.url ?? "")) ? STATIC_METHODS : METHODS;
  if (!allowed.has(req.method ?? ""))
    return { status: 405, detail: "This address takes other methods.", allow: [...allowed].join(", ") };
  if (!isSoundTarget(req.url ?? "")) return { status: 400, detail: "This address is malformed." };
  const isMachine = isMachinePath(req.url ?? "");
  // The API names the parameter.
  if (!isMachine && hasNul(req.url ?? ""))
    return { status: 422, detail: "This address holds a NUL character." };
  return bodyRefusal(req) ?? (isMachine ? null : originRefusal(req, origin));
}

/** The method, where it is one that HTTP has. */
export function methodOf({ method = "" }: IncomingMessage): string {
  return METHODS.has(method) ? method : "OTHER";
}

/** What a request is for, by its address and method. */
export function routeClassOf(
  { url = "", method, headers }: IncomingMessage,
  hasMetrics: boolean,
): RouteClass {
  const path = pathIn(url);
  if (isMachinePath(url)) return "api";
  if (path === "/api/health") return "health";
  if (path === METRICS_PATH && hasMetrics) return "metrics";
  if (isStaticPath(path)) return "static";
  if (path.startsWith("/api/auth/")) return "signIn";
  return method === "POST" || headers["next-action"] !== undefined ? "action" : "page";
}

/** A `traceparent` header (W3C Trace Context); null where it is none. */
export function traceParentIn(header: string | undefined): TraceParent | null {
  const found = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/.exec(header ?? "");
  const [, traceId, spanId, flags] = found ?? [];
  if (!traceId || !spanId || !flags) return null;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** The target without its query. */
export function pathIn(target: string): string {
  return target.split("?", 1)[0] ?? "";
}

/** The path as the log has it: without the token of a link by which somebody gives a value. */
export function loggedPath(target: string): string {
  return pathIn(target).replace(/^(\/+give\/+)[^/]+/i, "$1…");
}

/** What machines ask: it goes by the key or signature in the request alone and looks at no cookie, so no page can misuse a session. */
export function isMachinePath(target: string): boolean {
  return /^\/(?:api\/v1(?:[/?]|$)|hooks\/)/.test(target);
}

/** A path of this server in origin form (RFC 9112, section 3.2.1), with sound percent-encoding. */
function isSoundTarget(target: string): boolean {
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(target) || target.includes("\\")) return false;
  try {
    return !decodeURIComponent(pathIn(target)).includes("\0");
  } catch {
    return false;
  }
}

/** Whether a query, however it is decoded, holds a NUL, which no page looks for and the database takes for an error. */
function hasNul(target: string): boolean {
  return /%00/.test(target.slice(target.indexOf("?") + 1)) && target.includes("?");
}

function bodyRefusal(req: IncomingMessage): Refusal | null {
  if (req.headers["transfer-encoding"] !== undefined) {
    return { status: 411, detail: "Send the body with a Content-Length, not in chunks." };
  }
  if (Number(req.headers["content-length"] ?? 0) > BODY_BYTES_MAX) {
    return { status: 413, detail: "The body is larger than 1 MiB. Nothing of it was read." };
  }
  return null;
}

/** A browser names the page that a writing request comes from: it has to be named, and to be one of ours. */
function originRefusal(req: IncomingMessage, origin: string): Refusal | null {
  const input = req.headers.origin;
  if (input === origin || SAFE_METHODS.has(req.method ?? "")) return null;
  if (input === undefined)
    return { status: 403, detail: "This request does not say which page it comes from (Origin header)." };
  if (input !== "null" && !URL.canParse(input))
    return { status: 400, detail: "The Origin header is malformed." };
  return {
    status: 403,
    detail: `This request comes from a page of another address. Strongroom is at ${origin}; STRONGROOM_URL sets that.`,
  };
}

/** Whether a path, spelled plainly, is a file of the build for browsers, or one of `public`: the same for everybody. */
export function isStaticPath(path: string): boolean {
  return PUBLIC_FILE.test(path) || (/^\/_next\/static\/[\w./@~-]+$/.test(path) && !path.includes(".."));
}

/**
 * Where a browser belongs that opened this machine under another of its own names (127.0.0.1 for localhost): cookies
 * and origin checks go by one name. Null for everybody else; behind a proxy the header says nothing about the browser.
 */
export function publicTwin(req: IncomingMessage, origin: string): string | null {
  if (req.method !== "GET" || req.headers["sec-fetch-mode"] !== "navigate") return null;
  const { protocol, host: ours } = new URL(origin);
  const input = `${protocol}//${req.headers.host ?? ""}`;
  if (!URL.canParse(input)) return null;
  const theirs = new URL(input);
  const isTwin =
    theirs.host !== ours && [input, origin].every(isLoopback) && theirs.port === new URL(origin).port;
  return isTwin ? `${origin}${req.url}` : null;
}

function isLoopback(address: string): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(new URL(address).hostname);
}

/** What this program tells the inside about a request. */
export interface RequestFacts {
  readonly origin: string;
  readonly clientAddress: string | null;
  readonly requestId: string;
  readonly policy: string;
}

/**
 * Replaces what a client said about itself with what is known: nothing behind the gateway sees a client's word on hosts,
 * addresses, nonces or internal steps. The host is our own, so a redirect or fetch inside never goes by the client's.
 */
export function rewriteHeaders(req: IncomingMessage, facts: RequestFacts): IncomingMessage {
  for (const name of Object.keys(req.headers)) {
    if (INTERNAL.test(name)) delete req.headers[name];
  }
  const { protocol, host } = new URL(facts.origin);
  const known = {
    host,
    "x-forwarded-host": host,
    "x-forwarded-proto": protocol.slice(0, -1),
    "x-strongroom-request-id": facts.requestId,
    "x-strongroom-path": pathWithoutRsc(req.url ?? "/"),
    "content-security-policy": facts.policy,
    ...(facts.clientAddress && {
      "x-forwarded-for": facts.clientAddress,
      "x-strongroom-client-ip": facts.clientAddress,
    }),
  };
  Object.assign(req.headers, known);
  return req;
}

/** The address of the page, without the parameter by which Next asks for its data. */
function pathWithoutRsc(target: string): string {
  const [path = "/", query] = target.split("?", 2);
  if (!query) return path;
  const kept = query.split("&").filter((part) => !part.startsWith("_rsc="));
  return kept.length > 0 ? `${path}?${kept.join("&")}` : path;
}
