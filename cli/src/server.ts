import { StrongroomError } from "@/sdk/src/errors";
import { type Answer, type Call, Connection } from "@/sdk/src/http/connection";
import { settingsOf } from "@/sdk/src/http/settings";
import type { Login } from "./credentials/login";
import { Failure, kindOf, usage } from "./failure";
import { openTransport } from "./http/transport";
import { isRecord, type JsonRecord } from "./json";
import { printable } from "./printable";
import { note, type Shell } from "./shell";

export type Query = NonNullable<Call["query"]>;
export type Method = Call["method"];

export interface Question extends Omit<Call, "method" | "path" | "signal"> {
  /** The tag of an answer that is there already: if it still holds, the answer is empty. */
  readonly tag?: string;
}

/** The server, as commands ask it. Every answer that is not the expected one is thrown as a `Failure`. */
export interface Server {
  readonly url: string;
  /** The answer's JSON, or an empty object where it has none. `path` is below `/api/v1`. */
  ask(method: Method, path: string, question?: Question): Promise<JsonRecord>;
  /** Whether there is something at a path. */
  has(path: string, question?: Question): Promise<boolean>;
}

/** A wait of which nothing needs to be said. */
const QUIET_MS = 2_000;
const RETRY_SECONDS_MAX = 3_600;

export function openServer(shell: Pick<Shell, "env" | "notes">, login: Login): Server {
  const connection = openConnection(shell, login);
  const { url } = login;
  const send = async (
    method: Method,
    path: string,
    { tag, headers, ...rest }: Question = {},
  ): Promise<Answer> => {
    const known = tag !== undefined && { "if-none-match": `"${tag}"` };
    try {
      return await connection.call({ method, path, ...rest, headers: { ...headers, ...known } });
    } catch (error) {
      throw error instanceof StrongroomError ? failureOf(error, url) : error;
    }
  };
  return {
    url,
    ask: async (method, path, question) => {
      const { json } = await send(method, path, question);
      if (json === undefined) return {};
      if (isRecord(json)) return json;
      throw new Failure("unreachable", `${url} does not answer as a Strongroom would: is the address right?`);
    },
    has: async (path, question) => {
      try {
        await send("HEAD", path, question);
        return true;
      } catch (error) {
        if (error instanceof Failure && error.kind === "notFound") return false;
        throw error;
      }
    },
  };
}

/** A connection of the SDK, over this program's own transport. Says so when it has to wait for the server. */
function openConnection(shell: Pick<Shell, "env" | "notes">, { url, key }: Login): Connection {
  const fetch = openTransport(url, shell.env);
  const settings = settingsOf({ url, apiKey: key, fetch, ...retriesOf(shell.env) });
  let isTold = false;
  return new Connection(settings, ({ detail }, elapsedMs) => {
    if (isTold || elapsedMs < QUIET_MS) return;
    isTold = true;
    const seconds = Math.round(settings.retryMs / 1_000);
    note(shell, `${printable(fromServer(detail, url))}; trying again for up to ${seconds} seconds`);
  });
}

function retriesOf({ STRONGROOM_RETRY_SECONDS: text }: NodeJS.ProcessEnv): { readonly retryMs?: number } {
  if (!text) return {};
  const seconds = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (seconds <= RETRY_SECONDS_MAX) return { retryMs: seconds * 1_000 };
  throw usage(`STRONGROOM_RETRY_SECONDS is a number from 0 to ${RETRY_SECONDS_MAX}`);
}

function failureOf({ code, detail, errors }: StrongroomError, url: string): Failure {
  const kind = kindOf(code);
  const fields = Object.values(errors).flat();
  const more = fields.filter((field) => field !== detail).map((field) => `  ${printable(field)}`);
  const first = kind === "unreachable" ? fromServer(detail, url) : detail;
  return new Failure(kind, [printable(first), ...more].join("\n"), {
    mayBeDone: code === "outcomeUnknown",
    fields: errors,
  });
}

/** Names the server in what it said itself. */
function fromServer(detail: string, url: string): string {
  return detail.includes(url) ? detail : `${url}: ${detail}`;
}
