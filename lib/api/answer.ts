import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { AppError } from "@/lib/platform/app-error";
import { problemResponse } from "@/lib/web/problem";

/** What an endpoint answers with. */
export type Answer =
  | {
      readonly status: 200 | 201 | 202;
      readonly json: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly status: 204 | 304; readonly headers?: Readonly<Record<string, string>> }
  /** Something longer that is sent as it is made. */
  | Response
  /** Writes for as long as the client stays. */
  | { readonly stream: (res: ServerResponse) => void };

export function ok(json: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, json, headers };
}

export function created(json: unknown): Answer {
  return { status: 201, json };
}

export const NO_CONTENT: Answer = { status: 204 };

/** Sends an answer; to HEAD without its body. A promise comes back only for what takes longer. */
export function send(
  res: ServerResponse,
  answer: Answer,
  method: string | undefined,
): Promise<void> | undefined {
  if (answer instanceof Response) return sendResponse(res, answer);
  if ("stream" in answer) return void answer.stream(res);
  if (!("json" in answer)) return void res.writeHead(answer.status, answer.headers).end();
  return sendJson(res, answer, method);
}

interface JsonAnswer {
  readonly status: number;
  readonly json: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export function sendJson(
  res: ServerResponse,
  { status, json, headers }: JsonAnswer,
  method?: string,
): undefined {
  const body = Buffer.from(JSON.stringify(json));
  res.writeHead(status, { "Content-Type": "application/json", "Content-Length": body.length, ...headers });
  res.end(method === "HEAD" ? undefined : body);
}

export function sendProblem(res: ServerResponse, error: AppError): Promise<void> {
  return sendResponse(res, problemResponse(error));
}

async function sendResponse(res: ServerResponse, { status, headers, body }: Response): Promise<void> {
  res.writeHead(status, Object.fromEntries(headers));
  if (body === null) return void res.end();
  // Whoever goes away in the middle is no fault of ours.
  await pipeline(Readable.fromWeb(body as never), res).catch(() => res.destroy());
}
