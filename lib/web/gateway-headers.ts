import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from "node:http";

const STEADY_HEADERS: Readonly<Record<string, string>> = {
  "X-Frame-Options": "DENY",
  "X-Content-Type-Options": "nosniff",
  // Not "no-referrer": with that, browsers send `Origin: null` with our own forms.
  "Referrer-Policy": "same-origin",
  "Permissions-Policy":
    "camera=(), clipboard-read=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-create=(self), publickey-credentials-get=(self)",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** The headers that every response carries, whatever makes it. */
export function securityHeaders(origin: string, policy: string): Record<string, string> {
  const headers = { ...STEADY_HEADERS, "Content-Security-Policy": policy };
  return origin.startsWith("https:")
    ? { ...headers, "Strict-Transport-Security": "max-age=31536000" }
    : headers;
}

/**
 * What a page may load. Scripts run when they come from here or carry this response's nonce, which Next puts on its
 * own. Style attributes are allowed because React writes them into the page; style sheets and blocks are not.
 * Development adds what hot reloading needs.
 */
export function contentSecurityPolicy(nonce: string, mode: "production" | "development"): string {
  const isDevelopment = mode === "development";
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? " ws: wss:" : ""}`,
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join("; ");
}

/** The policy of what is no page: it loads nothing, and nothing shows it. */
export const NO_PAGE_POLICY =
  "default-src 'none'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

type InputHeaders = OutgoingHttpHeaders | OutgoingHttpHeader[];

/** Headers that a response carries whatever it says itself. */
export interface Guard {
  /** Names and values in turn. */
  readonly list: readonly string[];
  /** In lower case. */
  readonly names: ReadonlySet<string>;
}

/** The guard of responses under one content security policy. */
export function guardFor(origin: string, policy: string): Guard {
  const headers = securityHeaders(origin, policy);
  const names = [...Object.keys(headers), "X-Request-Id"].map((name) => name.toLowerCase());
  return { list: Object.entries(headers).flat(), names: new Set(names) };
}

/**
 * Makes the response carry the guard's headers at the moment that it is sent, over whatever was set before, and keeps
 * caches from holding it. Only a found file that is the same for everybody (`isStatic`) may be cached, as it says itself.
 */
export function guardResponse(res: ServerResponse, guard: Guard, requestId: string, isStatic: boolean): void {
  const send = res.writeHead.bind(res);
  res.writeHead = (status: number, reason?: string | InputHeaders, input?: InputHeaders) => {
    const list: OutgoingHttpHeader[] = [...guard.list, "X-Request-Id", requestId];
    const mayBeCached = isStatic && [200, 206, 304].includes(status);
    if (!mayBeCached) list.push("Cache-Control", "no-store");
    for (const [name, value] of pairsIn(typeof reason === "string" ? input : reason)) {
      const lower = name.toLowerCase();
      const isGuarded = guard.names.has(lower) || (lower === "cache-control" && !mayBeCached);
      if (!isGuarded && value !== undefined) list.push(name, value);
    }
    // As a list, Node takes them at once; what was set one by one before gives way to it.
    return typeof reason === "string" ? send(status, reason, list) : send(status, list);
  };
}

/** Headers as `writeHead` takes them: an object, or names and values in turn. */
function pairsIn(input: InputHeaders | undefined): [string, OutgoingHttpHeader | undefined][] {
  return Array.isArray(input) ? pairsOf(input) : Object.entries(input ?? {});
}

function pairsOf(flat: readonly OutgoingHttpHeader[]): [string, OutgoingHttpHeader | undefined][] {
  return flat.filter((_, i) => i % 2 === 0).map((name, i) => [String(name), flat[2 * i + 1]]);
}
