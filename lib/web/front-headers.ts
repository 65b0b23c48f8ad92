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

type GivenHeaders = OutgoingHttpHeaders | OutgoingHttpHeader[];

/**
 * Makes the response carry these headers at the moment that it is sent, over whatever was set before, and keeps
 * caches from holding it. Only a found file of the build (`isAsset`) may be cached: its name changes with its content.
 */
export function guardResponse(res: ServerResponse, headers: Record<string, string>, isAsset: boolean): void {
  const send = res.writeHead.bind(res);
  res.writeHead = (status: number, reason?: string | GivenHeaders, given?: GivenHeaders) => {
    setAll(res, typeof reason === "string" ? given : reason);
    for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
    if (!isAsset || ![200, 206, 304].includes(status)) res.setHeader("Cache-Control", "no-store");
    return typeof reason === "string" ? send(status, reason) : send(status);
  };
}

/** Headers as `writeHead` takes them: an object, or names and values in turn. */
function setAll(res: ServerResponse, given: GivenHeaders | undefined): void {
  const pairs = Array.isArray(given) ? pairsOf(given) : Object.entries(given ?? {});
  for (const [name, value] of pairs) {
    if (value !== undefined) res.setHeader(name, value);
  }
}

function pairsOf(flat: readonly OutgoingHttpHeader[]): [string, OutgoingHttpHeader | undefined][] {
  return flat.filter((_, i) => i % 2 === 0).map((name, i) => [String(name), flat[2 * i + 1]]);
}
