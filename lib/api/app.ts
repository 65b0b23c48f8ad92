import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@/lib/platform/app-error";
import type { Runtime } from "@/lib/runtime/registry";
import { openChangeFeed } from "@/lib/secrets/watching/worker";
import { toAppError } from "@/lib/web/failure";
import type { MachineFacts, MachineHandler } from "@/lib/web/front";
import { send, sendProblem } from "./answer";
import { readBody } from "./body";
import { type MachineRuntime, machineContext } from "./context";
import { type Match, openRoutes } from "./routes";

export const API_PATH = "/api/v1";

export interface MachineApi {
  /** Answers `/api/v1`, for every request that the front let in. */
  readonly handle: MachineHandler;
  /** Ends what would not end by itself: streams. */
  close(): Promise<void>;
}

export function openMachineApi(given: Runtime): MachineApi {
  const find = openRoutes();
  const feed = openChangeFeed({ ...given, now: () => new Date() });
  const runtime = { ...given, feed };
  const handle: MachineHandler = async (req, res, facts) => {
    try {
      await answer(runtime, find(req.method, pathOf(req)), { req, res, facts });
    } catch (error) {
      const problem = toAppError(error, facts.requestId);
      if (res.headersSent) res.destroy();
      else await sendProblem(res, problem);
    }
  };
  return { handle, close: () => feed.close() };
}

interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly facts: MachineFacts;
}

/** Nobody without a key learns which addresses there are. */
async function answer(runtime: MachineRuntime, match: Match, { req, res, facts }: Exchange): Promise<void> {
  const ctx = await machineContext(runtime, req, facts);
  if (match.kind === "none") throw new AppError("notFound", "There is no such address in this API.");
  if (match.kind === "otherMethods") return refuseMethod(res, match.allowed);
  const { endpoint, params } = match;
  const body = endpoint.spec.body ? await readBody(req) : null;
  const header = (name: string) => {
    const given = req.headers[name];
    return typeof given === "string" ? given : undefined;
  };
  const queryText = req.url?.split("?", 2)[1] ?? "";
  await send(res, await endpoint.run(ctx, { params, queryText, body, header }), req.method);
}

function pathOf({ url = "" }: IncomingMessage): string {
  return (url.split("?", 1)[0] ?? "").slice(API_PATH.length);
}

function refuseMethod(res: ServerResponse, allowed: readonly string[]): void {
  const detail = `This address takes ${new Intl.ListFormat("en").format(allowed)}.`;
  const problem = {
    type: "about:blank",
    title: "Method not allowed",
    status: 405,
    detail,
    code: "methodNotAllowed",
  };
  res.writeHead(405, { "Content-Type": "application/problem+json", Allow: allowed.join(", ") });
  res.end(`${JSON.stringify(problem)}\n`);
}
