import type { Login } from "./credentials/login";
import { Failure, type FailureKind } from "./failure";
import { isRecord, type JsonRecord, parsedJson } from "./json";
import { printable } from "./printable";
import { VERSION } from "./version";

export type Query = Readonly<Record<string, string | number | undefined>>;
export type Method = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface Question {
  readonly query?: Query;
  readonly body?: JsonRecord;
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
  const send = async (method: Method, path: string, { query = {}, body }: Question = {}) => {
    const address = new URL(`/api/v1${path}`, url);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) address.searchParams.set(name, String(value));
    }
    try {
      const response = await fetch(address, {
        method,
        redirect: "manual",
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: {
          authorization: `Bearer ${key}`,
          "user-agent": `strongroom-cli/${VERSION}`,
          ...(body && { "content-type": "application/json" }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      return { response, text: await response.text() };
    } catch (error) {
      throw new Failure("unreachable", `${url} cannot be reached: ${reasonOf(error)}`);
    }
  };
  return {
    url,
    ask: async (method, path, question) => {
      const { response, text } = await send(method, path, question);
      if (response.ok && response.status === 204) return {};
      const answer = parsedJson(text);
      if (!isRecord(answer) || (!response.ok && typeof answer.code !== "string"))
        throw notOurs(url, response);
      if (!response.ok) throw refused(url, response.status, answer);
      return answer;
    },
    has: async (path, question) => {
      const { response } = await send("HEAD", path, question);
      if (response.ok) return true;
      if (response.status === 404) return false;
      throw refused(url, response.status, {});
    },
  };
}

function notOurs(url: string, { status, headers }: Response): Failure {
  const type = printable(headers.get("content-type") ?? "nothing");
  return new Failure(
    "unreachable",
    `${url} answered with ${status} and ${type}, so it is not a Strongroom, or one is not up`,
  );
}

const KINDS: Readonly<Record<number, FailureKind>> = {
  401: "notAllowed",
  403: "notAllowed",
  404: "notFound",
  422: "usage",
  502: "unreachable",
  503: "unreachable",
  504: "unreachable",
};

function refused(url: string, status: number, problem: JsonRecord): Failure {
  const detail = typeof problem.detail === "string" ? problem.detail : `${url} answered with ${status}`;
  const fields = isRecord(problem.errors) ? Object.values(problem.errors).flat().map(String) : [];
  const more = fields.filter((field) => field !== detail).map((field) => `  ${printable(field)}`);
  return new Failure(KINDS[status] ?? "failed", [printable(detail), ...more].join("\n"));
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown reason";
  if (error.name === "TimeoutError") return `no answer within ${TIMEOUT_MS / 1_000} seconds`;
  const { cause } = error;
  if (cause instanceof Error) return "code" in cause ? String(cause.code) : cause.message;
  return error.message;
}
