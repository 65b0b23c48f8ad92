import type { Login } from "./credentials/login";
import { Failure, type FailureKind } from "./failure";
import { exchange, type HttpAnswer } from "./http";
import { isRecord, type JsonRecord, parsedJson } from "./json";
import { printable } from "./printable";
import { VERSION } from "./version";

export type Query = Readonly<Record<string, string | number | undefined>>;
export type Method = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Question {
  readonly query?: Query;
  readonly body?: JsonRecord;
  /** The tag of an answer that is there already: if it still holds, the answer is empty. */
  readonly tag?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

/** The server, as commands ask it. Every answer that is not the expected one is thrown as a `Failure`. */
export interface Server {
  readonly url: string;
  /** The answer's JSON, or an empty object where it has none. `path` is below `/api/v1`. */
  ask(method: Method, path: string, question?: Question): Promise<JsonRecord>;
  /** Whether there is something at a path. */
  has(path: string, question?: Question): Promise<boolean>;
}

const TIMEOUT_MS = 15_000;

export function openServer({ url, key }: Login): Server {
  const send = (method: Method, path: string, question: Question = {}) =>
    exchangeWith({ url, key }, method, path, question);
  return {
    url,
    ask: async (method, path, question) => {
      const answer = await send(method, path, question);
      if (answer.status === 204 || answer.status === 304) return {};
      const found = parsedJson(answer.text);
      if (answer.status === 200 || answer.status === 201) {
        if (isRecord(found)) return found;
      } else if (isRecord(found) && typeof found.code === "string") {
        throw refused(url, answer.status, found);
      }
      throw notOurs(url, answer);
    },
    has: async (path, question) => {
      const answer = await send("HEAD", path, question);
      if (answer.status === 200) return true;
      // An answer to HEAD has no text, so only its type tells whose it is.
      if (!answer.type.startsWith("application/problem+json")) throw notOurs(url, answer);
      if (answer.status === 404) return false;
      throw refused(url, answer.status, {});
    },
  };
}

async function exchangeWith(
  { url, key }: Login,
  method: Method,
  path: string,
  { query = {}, body, tag, headers: more, timeoutMs = TIMEOUT_MS }: Question,
): Promise<HttpAnswer> {
  const address = new URL(`/api/v1${path}`, url);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) address.searchParams.set(name, String(value));
  }
  const headers = {
    accept: "application/json",
    authorization: `Bearer ${key}`,
    "user-agent": `strongroom-cli/${VERSION}`,
    ...(body && { "content-type": "application/json" }),
    ...(tag !== undefined && { "if-none-match": `"${tag}"` }),
    ...more,
  };
  const sent = { method, headers, timeoutMs, ...(body && { body: JSON.stringify(body) }) };
  try {
    return await exchange(address, sent);
  } catch (error) {
    throw new Failure("unreachable", `${url} cannot be reached: ${reasonOf(error)}`);
  }
}

function notOurs(url: string, { status, type }: HttpAnswer): Failure {
  return new Failure(
    "unreachable",
    `${url} does not answer as a Strongroom would: status ${status}, ${printable(type)}; is the address right?`,
  );
}

const KINDS: Readonly<Record<number, FailureKind>> = {
  401: "notAllowed",
  403: "notAllowed",
  404: "notFound",
  422: "usage",
  503: "unreachable",
};

function refused(url: string, status: number, problem: JsonRecord): Failure {
  const detail = typeof problem.detail === "string" ? problem.detail : `${url} answered with ${status}`;
  const fields = isRecord(problem.errors) ? Object.values(problem.errors).flat().map(String) : [];
  const more = fields.filter((field) => field !== detail).map((field) => `  ${printable(field)}`);
  const kind = KINDS[status] ?? "failed";
  const from = kind === "unreachable" ? `${url}: ` : "";
  return new Failure(kind, [from + printable(detail), ...more].join("\n"));
}

/** Node's words for what went wrong; several attempts at one name have only a code. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown reason";
  return printable(error.message || ("code" in error ? String(error.code) : error.name));
}
