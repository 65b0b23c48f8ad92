import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import { type Activity, beginActivity, endActivity, within } from "@/lib/platform/activity";
import { newId } from "@/lib/platform/ids";
import type { Settings } from "@/lib/platform/settings";
import { clientAddressReader, trustedProxyCheck } from "./gateway-address";
import { limitBody } from "./gateway-body";
import { hasExpectation } from "./gateway-header-section";
import { contentSecurityPolicy, guardFor, guardResponse, NO_PAGE_POLICY } from "./gateway-headers";
import { gatewayProblem, type Refusal } from "./gateway-problem";
import {
  isStaticPath,
  loggedPath,
  methodOf,
  pathIn,
  publicTwin,
  refusalOf,
  rewriteHeaders,
  routeClassOf,
  traceParentIn,
} from "./gateway-request";

export type Handler = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

/** What is known of a machine's request beside its own words. */
export interface MachineFacts {
  readonly requestId: string;
  readonly clientAddress: string | null;
  /** What is told of the request to those who watch the program. */
  readonly activity: Activity;
}

export type MachineHandler = (
  req: IncomingMessage,
  res: ServerResponse,
  facts: MachineFacts,
) => Promise<void>;

export interface GatewayOptions {
  readonly settings: Pick<Settings, "origin" | "trustedProxies">;
  readonly mode: "production" | "development";
  readonly log: Logger;
  /** Why the program cannot answer now, or null when it can. */
  readonly health: () => Promise<string | null>;
  /** What answers machines: null while the program starts. */
  readonly machines: () => MachineHandler | null;
  /** What answers everything else: null while the program starts. */
  readonly inner: () => Handler | null;
  /** What answers `/metrics`; none where there is no such address here. */
  readonly metrics?: Handler | undefined;
  /** The pattern of a page's address; without it, pages are told apart by their class alone. */
  readonly patternOf?: ((path: string) => string | null) | undefined;
}

const STARTING = { status: 503, detail: "Strongroom is starting. Try again in a moment." } as const;

/** On health: whether the request had an `X-Forwarded-For`, and whether that was believed. */
const FORWARDED_HEADER = "X-Strongroom-Forwarded";

/** The most of an unwanted body that is read and thrown away, so that its sender gets to see the answer. */
const DISCARD_BYTES_MAX = 16 * 1_048_576;

/** The first handler of every request. Stands before Next, and never lets an error or a stack through. */
export function createGateway(options: GatewayOptions): (req: IncomingMessage, res: ServerResponse) => void {
  const { settings, mode, log } = options;
  const addressOf = clientAddressReader(settings.trustedProxies);
  const isTrustedProxy = trustedProxyCheck(settings.trustedProxies);
  const machineGuard = guardFor(settings.origin, NO_PAGE_POLICY);

  const handle = (req: IncomingMessage, res: ServerResponse, activity: Activity, requestId: string) => {
    const path = pathIn(req.url ?? "");
    const isMachine = activity.routeClass === "api";
    const policy = isMachine
      ? NO_PAGE_POLICY
      : contentSecurityPolicy(randomBytes(16).toString("base64"), mode);
    const guard = isMachine ? machineGuard : guardFor(settings.origin, policy);
    guardResponse(res, guard, requestId, isStaticPath(path));
    if (log.isLevelEnabled("debug")) logRequest(log, req, res, requestId);
    const refusal = refusalOf(req, settings.origin);
    if (refusal) return refuse(req, res, refusal);
    limitBody(req);
    if (hasExpectation(req)) res.writeContinue();
    if (path === "/api/health") {
      res.setHeader(FORWARDED_HEADER, forwardedBy(req, isTrustedProxy));
      return void answerHealth(res, options.health);
    }
    if (activity.routeClass === "metrics") return void options.metrics?.(req, res).catch(() => res.destroy());
    if (path === "/_next/image") return refuse(req, res, { status: 404, detail: "There is nothing here." });
    const twin = publicTwin(req, settings.origin);
    if (twin) return void res.writeHead(307, { Location: twin }).end();
    const clientAddress = addressOf(req.socket.remoteAddress, joined(req.headers["x-forwarded-for"]));
    const facts = { requestId, clientAddress };
    const answer = isMachine
      ? options.machines()?.(req, res, { ...facts, activity })
      : options.inner()?.(rewriteHeaders(req, { ...facts, origin: settings.origin, policy }), res);
    if (!answer) return refuse(req, res, STARTING);
    answer.catch((error: unknown) => {
      log.error({ err: error, requestId, path: loggedPath(path) }, "request failed");
      if (res.headersSent) res.destroy();
      else
        refuse(req, res, {
          status: 500,
          detail: `Something went wrong. The log says more under ${requestId}.`,
        });
    });
  };
  return (req, res) => {
    const requestId = newId();
    const routeClass = routeClassOf(req, options.metrics !== undefined);
    const isFromProxy = isTrustedProxy(req.socket.remoteAddress);
    const activity = beginActivity({
      ...{ kind: "request", requestId, routeClass, method: methodOf(req) },
      name: options.patternOf?.(pathIn(req.url ?? "")) ?? routeClass,
      // A stranger does not decide which trace a request belongs to.
      remote: isFromProxy ? traceParentIn(joined(req.headers.traceparent)) : null,
    });
    res.once("close", () => {
      const isFailed = !res.headersSent || res.statusCode >= 500;
      endActivity(activity, res.headersSent ? String(res.statusCode) : "aborted", isFailed);
    });
    within(activity, () => handle(req, res, activity, requestId));
  };
}

function logRequest(
  log: Logger,
  { method, url }: IncomingMessage,
  res: ServerResponse,
  requestId: string,
): void {
  const startedAt = performance.now();
  res.on("finish", () => {
    const ms = Math.round(performance.now() - startedAt);
    log.debug({ requestId, method, path: loggedPath(url ?? ""), status: res.statusCode, ms }, "request");
  });
}

async function answerHealth(res: ServerResponse, health: () => Promise<string | null>): Promise<void> {
  const reason = await health().catch(() => "the state of the program cannot be told");
  const body = reason === null ? { status: "ok" } : { status: "unavailable", reason };
  res.writeHead(reason === null ? 200 : 503, { "Content-Type": "application/json" });
  res.end(`${JSON.stringify(body)}\n`);
}

/** What `doctor` learns of the proxies by, asking through the address that people use. */
function forwardedBy(req: IncomingMessage, isTrustedProxy: (address: string | undefined) => boolean): string {
  if (req.headers["x-forwarded-for"] === undefined) return "none";
  return isTrustedProxy(req.socket.remoteAddress) ? "believed" : "ignored";
}

/** Answers with one sentence: as a problem (RFC 9457) to machines, as plain text elsewhere. */
function refuse(req: IncomingMessage, res: ServerResponse, { status, detail, allow }: Refusal): void {
  const isApi = /^\/(?:api|hooks)\//.test(req.url ?? "");
  const type = isApi ? "application/problem+json" : "text/plain; charset=utf-8";
  const body = isApi ? JSON.stringify(gatewayProblem(status, detail)) : detail;
  const more = { ...(status === 503 && { "Retry-After": "2" }), ...(allow && { Allow: allow }) };
  res.writeHead(status, { "Content-Type": type, ...more });
  res.end(req.method === "HEAD" ? undefined : `${body}\n`);
  let discardedBytes = 0;
  req.on("data", (chunk: Buffer) => {
    discardedBytes += chunk.length;
    if (discardedBytes > DISCARD_BYTES_MAX) req.destroy();
  });
}

function joined(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(",") : header;
}
