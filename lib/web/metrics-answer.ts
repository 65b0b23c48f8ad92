import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { METRICS_PATH, pathIn } from "./gateway-request";

interface Options {
  /** What has to be shown; null: nothing. */
  readonly token: string | null;
  /** Null while the program starts. */
  readonly metrics: () => { readonly contentType: string; text(): Promise<string> } | null;
}

/** Answers `GET /metrics`, for those who show the token, and for everybody where there is none. */
export function metricsAnswerer({ token, metrics }: Options) {
  const expected = token === null ? null : digestOf(`Bearer ${token}`);
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const say = (status: number, detail: string, headers: Readonly<Record<string, string>> = {}) => {
      res.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", ...headers });
      res.end(req.method === "HEAD" ? undefined : `${detail}\n`);
    };
    if (pathIn(req.url ?? "") !== METRICS_PATH) return say(404, "There is nothing here.");
    if (expected && !timingSafeEqual(digestOf(req.headers.authorization ?? ""), expected))
      return say(401, "Metrics are shown for STRONGROOM_METRICS_TOKEN alone.", {
        "WWW-Authenticate": "Bearer",
      });
    if (req.method !== "GET" && req.method !== "HEAD")
      return say(405, "This address takes GET and HEAD.", { Allow: "GET, HEAD" });
    const made = metrics();
    if (!made) return say(503, "Strongroom is starting. Try again in a moment.", { "Retry-After": "2" });
    const body = Buffer.from(await made.text());
    res.writeHead(200, { "Content-Type": made.contentType, "Content-Length": body.length });
    res.end(req.method === "HEAD" ? undefined : body);
  };
}

/** Of the same length whatever was sent, so that comparing takes the same time. */
function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
