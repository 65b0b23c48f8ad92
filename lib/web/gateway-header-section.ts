import type { IncomingMessage } from "node:http";
import type { Refusal } from "./gateway-problem";

/** The most header lines that a request may have. Browsers and the proxies behind them send about thirty. */
export const HEADER_LINES_MAX = 128;

/** Headers that frame, authorise or direct a request: with two of one, another server may read another request. */
const SINGLE = new Set([
  "authorization",
  "content-encoding",
  "content-length",
  "content-type",
  "expect",
  "host",
  "idempotency-key",
  "next-action",
  "origin",
  "transfer-encoding",
]);

/** Checks the HTTP version and the header lines, before anything acts on a header. Null means that they are in order. */
export function headerRefusal(req: IncomingMessage): Refusal | null {
  if (req.httpVersion !== "1.1" && req.httpVersion !== "1.0")
    return { status: 505, detail: "Strongroom takes HTTP/1.1 and HTTP/1.0." };
  if (req.rawHeaders.length > 2 * HEADER_LINES_MAX)
    return { status: 431, detail: `A request may have ${HEADER_LINES_MAX} header lines.` };
  return lineRefusal(req.rawHeaders) ?? hostRefusal(req) ?? expectationRefusal(req);
}

/** `lines` holds names and values in turn. */
function lineRefusal(lines: readonly string[]): Refusal | null {
  const seen = new Set<string>();
  for (let i = 0; i < lines.length; i += 2) {
    const name = (lines[i] ?? "").toLowerCase();
    if (name === "__proto__") return { status: 400, detail: "A header of this request is malformed." };
    if (!SINGLE.has(name)) continue;
    if (seen.has(name)) return { status: 400, detail: `This request has more than one ${name} header.` };
    seen.add(name);
  }
  return null;
}

function hostRefusal(req: IncomingMessage): Refusal | null {
  if (req.httpVersion === "1.0" || req.headers.host !== undefined) return null;
  return { status: 400, detail: "This request has no Host header." };
}

function expectationRefusal(req: IncomingMessage): Refusal | null {
  if (!hasExpectation(req) || req.headers.expect?.toLowerCase() === "100-continue") return null;
  return { status: 417, detail: "The only expectation that Strongroom meets is 100-continue." };
}

/** Whether the client waits for an interim answer. HTTP/1.0 has none (RFC 9110, section 10.1.1). */
export function hasExpectation(req: IncomingMessage): boolean {
  return req.httpVersion === "1.1" && req.headers.expect !== undefined;
}
