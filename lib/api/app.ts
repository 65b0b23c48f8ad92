import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError, isAppError } from "@/lib/platform/app-error";
import { isChangeHeld } from "@/lib/platform/change-held";
import type { Runtime } from "@/lib/runtime/registry";
import { openChangeFeed } from "@/lib/secrets/change-stream/worker";
import type { BoundEnvironment } from "@/lib/secrets/reveal/prefetch";
import { toAppError } from "@/lib/web/failure";
import type { MachineFacts, MachineHandler } from "@/lib/web/gateway";
import { gatewayProblem } from "@/lib/web/gateway-problem";
import { type Answer, ok, send, sendJson, sendProblem } from "./answer";
import { readBody } from "./body";
import { openBoundScopes } from "./bound-scopes";
import { bearerOf, type MachineCtx, type MachineRuntime, machineContext, noKey } from "./context";
import { deviceAnswerer } from "./device";
import { HOOKS_PATH, hookAnswerer } from "./hooks";
import { apiDocument } from "./openapi";
import { openRateLimits, type RateLimits } from "./rate-limit";
import { heldAnswer } from "./requests";
import { type Match, openRoutes } from "./routes";

export const API_PATH = "/api/v1";

export interface MachineApi {
  /** Answers `/api/v1` and `/hooks`, for every request that the gateway let in. */
  readonly handle: MachineHandler;
  /** Ends what would not end by itself: streams. */
  close(): Promise<void>;
}

export function openMachineApi(input: Runtime): MachineApi {
  const find = openRoutes();
  const feed = openChangeFeed({ ...input.services, log: input.log });
  const runtime = { ...input, feed, boundScopes: openBoundScopes() };
  const limits = openRateLimits(input.settings);
  const deviceAnswer = deviceAnswerer(runtime, limits);
  const hookAnswer = hookAnswerer(runtime);
  let document: Answer | null = null;
  const handle: MachineHandler = async (req, res, facts) => {
    try {
      if (isHook(req)) {
        if (req.method !== "POST") return refuseMethod(res, ["POST"]);
        return await send(res, await hookAnswer(req, targetOf(req), facts), req.method);
      }
      if (req.method === "GET" && pathOf(req) === "/openapi.json") {
        document ??= ok(apiDocument());
        return await send(res, document, req.method);
      }
      const device = deviceAnswer(req, pathOf(req), facts);
      if (device) return sendJson(res, await device);
      const match = find(req.method, pathOf(req));
      // Nobody without a key learns which addresses there are.
      const ctx = await admitted(limits, req, facts, (keyText) =>
        machineContext(runtime, req, { keyText, facts }, prefetchOf(runtime, match, req)),
      );
      if (match.kind === "found") facts.activity.name = `${API_PATH}${match.endpoint.spec.path}`;
      if (match.kind === "none") throw new AppError("notFound", "There is no such address in this API.");
      if (match.kind === "otherMethods") return refuseMethod(res, match.allowed);
      const answer = await answerOf(ctx, match, req);
      if ("stream" in answer) facts.activity.routeClass = "stream";
      const sent = send(res, answer, req.method);
      if (sent) await sent;
    } catch (error) {
      if (isChangeHeld(error))
        return void send(res, heldAnswer(runtime.services.origin, error.request), req.method);
      const problem = toAppError(error, facts.requestId);
      if (res.headersSent) res.destroy();
      else await sendProblem(res, problem);
    }
  };
  return { handle, close: () => feed.close() };
}

/** The context of a request whose key is good and within its limits. Throws `unauthenticated` or `throttled`. */
async function admitted(
  limits: RateLimits,
  { headers }: IncomingMessage,
  { clientAddress }: MachineFacts,
  authenticate: (keyText: string) => Promise<MachineCtx>,
): Promise<MachineCtx> {
  const keyText = bearerOf(headers.authorization);
  if (keyText !== null) limits.refuseKnownBad(clientAddress, keyText);
  const authenticating = keyText === null ? Promise.reject(noKey()) : authenticate(keyText);
  const ctx = await authenticating.catch((error: unknown) => {
    if (isAppError(error) && error.code === "unauthenticated") limits.noteBad(clientAddress, keyText);
    throw error;
  });
  limits.admit(clientAddress, ctx.actor.id);
  return ctx;
}

/** A query may name another environment than the one that the key is bound to, so nothing is prefetched then. */
function prefetchOf({ services }: MachineRuntime, match: Match, { url }: IncomingMessage) {
  const prefetch = match.kind === "found" ? match.endpoint.prefetch : null;
  if (match.kind !== "found" || !prefetch || url?.includes("?")) return null;
  return (environment: BoundEnvironment) => prefetch(services, environment, match.params);
}

function answerOf(
  ctx: MachineCtx,
  { endpoint, params }: Match & { readonly kind: "found" },
  req: IncomingMessage,
): Promise<Answer> {
  const header = (name: string) => {
    const input = req.headers[name];
    return typeof input === "string" ? input : undefined;
  };
  const queryText = req.url?.split("?", 2)[1] ?? "";
  // Who takes a while to send the rest is not answered with what was read before.
  const asOfNow = req.complete ? ctx : { ...ctx, prefetched: null };
  const run = (body: Buffer | null) => endpoint.run(asOfNow, { params, queryText, body, header });
  return endpoint.spec.body ? readBody(req).then(run) : run(null);
}

function pathOf(req: IncomingMessage): string {
  return targetOf(req).slice(API_PATH.length);
}

/** The address without its query. */
function targetOf({ url = "" }: IncomingMessage): string {
  return url.split("?", 1)[0] ?? "";
}

function isHook(req: IncomingMessage): boolean {
  return targetOf(req).startsWith(`${HOOKS_PATH}/`);
}

function refuseMethod(res: ServerResponse, allowed: readonly string[]): void {
  const detail = `This address takes ${new Intl.ListFormat("en").format(allowed)}.`;
  const problem = gatewayProblem(405, detail);
  res.writeHead(405, { "Content-Type": "application/problem+json", Allow: allowed.join(", ") });
  res.end(`${JSON.stringify(problem)}\n`);
}
