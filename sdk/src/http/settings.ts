import { failure } from "../errors.js";

/** Where the server is and who asks. What is left out comes from the environment. */
export interface StrongroomOptions {
  /** `STRONGROOM_URL` unless given. */
  readonly url?: string;
  /** `STRONGROOM_API_KEY` unless given. */
  readonly apiKey?: string;
  /** Only for keys of the whole organisation. */
  readonly project?: string;
  /** Only for keys of all environments. */
  readonly environment?: string;
  /** Instead of the global `fetch`. */
  readonly fetch?: Fetch;
  /** How long one attempt may take. 15 seconds unless given. */
  readonly timeoutMs?: number;
  /** For how long after the first attempt another may begin. 15 seconds unless given; 0: no retries. */
  readonly retryMs?: number;
}

/** The part of `fetch` that is used here. */
export type Fetch = (address: string, init: RequestInit) => Promise<HttpResponse>;

/** The part of a `Response` that is used here. */
export interface HttpResponse extends Pick<Response, "status" | "ok" | "type" | "body"> {
  readonly headers: Pick<Headers, "get">;
  text(): Promise<string>;
}

export interface Settings {
  /** Without a slash at its end. */
  readonly url: string;
  readonly apiKey: string;
  readonly scope: Readonly<Record<string, string>>;
  readonly fetch: Fetch;
  readonly timeoutMs: number;
  readonly retryMs: number;
}

const TIMEOUT_MS = 15_000;
const RETRY_MS = 15_000;

/** Reads and checks the settings of a client. Throws `usage` that names what is missing or wrong, never a key. */
export function settingsOf(options: StrongroomOptions): Settings {
  refuseBrowsers();
  const env = globalThis.process?.env ?? {};
  const url = (options.url ?? env.STRONGROOM_URL ?? "").trim();
  const apiKey = (options.apiKey ?? env.STRONGROOM_API_KEY ?? "").trim();
  if (url === "") throw failure("usage", "Set STRONGROOM_URL, or give { url }.");
  if (apiKey === "") throw failure("usage", "Set STRONGROOM_API_KEY, or give { apiKey }.");
  if (!/^[\x21-\x7e]{1,200}$/.test(apiKey)) {
    throw failure("usage", "The API key has characters that no API key has.");
  }
  const { timeoutMs = TIMEOUT_MS, retryMs = RETRY_MS, project, environment } = options;
  if (!(timeoutMs > 0)) throw failure("usage", "timeoutMs is a number above 0.");
  if (!(retryMs >= 0)) throw failure("usage", "retryMs is a number, 0 or more.");
  return {
    url: addressOf(url),
    apiKey,
    scope: { ...(project !== undefined && { project }), ...(environment !== undefined && { environment }) },
    fetch: options.fetch ?? ((...args) => globalThis.fetch(...args)),
    timeoutMs,
    retryMs,
  };
}

function addressOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw failure("usage", "The URL of the server begins with https:// or http://.");
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw failure("usage", "The URL of the server has no user, password, query or fragment.");
  }
  return `${url.origin}${url.pathname.endsWith("/") ? url.pathname.slice(0, -1) : url.pathname}`;
}

function refuseBrowsers(): void {
  const isServer =
    typeof globalThis.process?.versions?.node === "string" || "Deno" in globalThis || "Bun" in globalThis;
  if (isServer) return;
  throw failure(
    "usage",
    "@strongroom/sdk does not run in a browser: anyone who opens the page could read the API key. Call it on a server.",
  );
}
