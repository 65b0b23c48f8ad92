import { Agent, type IncomingMessage, request } from "node:http";
import { beginActivity, endActivity } from "@/lib/platform/activity";
import { AppError } from "@/lib/platform/app-error";
import { readAnswerBody } from "./answer-body";
import { type AgentKey, type Deps, dial, SYSTEM_DEPS } from "./dial";
import { type EgressReason, egressError, egressReason, systemCode } from "./egress-error";
import { type EgressPolicy, isAllowedPrivate, type OutgoingUrl } from "./outgoing-url";

/** Sends at once of one process: what is beyond is told to come back. */
export const SENDS_MAX = 64;
/** The most that one sender or one endpoint can have of them, when it is alone. */
export const SENDS_MAX_EACH = SENDS_MAX / 2;
const CONNECT_MS_MAX = 10_000;
const HEADER_BYTES_MAX = 16 * 1_024;
/** Shorter than most servers keep a connection: one that is about to end is not used. */
const IDLE_MS_MAX = 3_000;
const IDLE_SOCKETS_MAX = 8;
const AGENTS_MAX = 256;
const USER_AGENT = "Strongroom";

export interface OutgoingRequest {
  readonly url: OutgoingUrl;
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Added to the query of the address. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer | null;
  readonly ca: string | null;
  readonly policy: EgressPolicy;
  readonly answerBytesMax: number;
}

export interface EgressAnswer {
  readonly status: number;
  /** Names in lower case, in the order in which they came. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  readonly bytesReceived: number;
}

export interface EgressFailure {
  readonly reason: EgressReason;
  /** The system's word for it, such as `ECONNREFUSED`. */
  readonly code: string | null;
  /** Whether any of the request may have left: if not, sending it again does no harm. */
  readonly left: boolean;
}

export type EgressOutcome = { readonly answer: EgressAnswer } | { readonly failure: EgressFailure };

/** The one way out over HTTP. */
export interface Egress {
  /**
   * Does the work if there is room for one more send. Each holder (a sender, an endpoint) may have as many as are still
   * free: one alone gets half of all, two a third each, and there is always room for another. Throws `throttled`.
   */
  within<T>(holders: readonly string[], work: () => Promise<T>): Promise<T>;
  /** Sends one request and reads the whole answer, before `signal` says that it is too late. Follows no redirect. */
  send(input: OutgoingRequest, signal: AbortSignal): Promise<EgressOutcome>;
  close(): void;
}

/** Opens the way out. Proxies and settings of TLS in the environment count for nothing. */
export function openEgress(deps: Deps = SYSTEM_DEPS): Egress {
  const agents = new Map<string, Agent>();
  const busy = new Map<string, number>();
  let busyAll = 0;
  return {
    within: async (holders, work) => {
      const free = SENDS_MAX - busyAll;
      if (holders.some((holder) => (busy.get(holder) ?? 0) >= free) || free === 0) throw busyError();
      busyAll += 1;
      for (const holder of holders) busy.set(holder, (busy.get(holder) ?? 0) + 1);
      try {
        return await work();
      } finally {
        busyAll -= 1;
        for (const holder of holders) {
          const left = (busy.get(holder) ?? 1) - 1;
          if (left === 0) busy.delete(holder);
          else busy.set(holder, left);
        }
      }
    },
    send: async (input, signal) => {
      const activity = beginActivity({ kind: "outgoing", name: "endpoint", method: input.method });
      const outcome = await exchange(agentFor(agents, deps, agentKeyOf(input)), input, signal);
      if ("answer" in outcome)
        endActivity(activity, String(outcome.answer.status), outcome.answer.status >= 500);
      else endActivity(activity, outcome.failure.reason, true);
      return outcome;
    },
    close: () => {
      for (const agent of agents.values()) agent.destroy();
      agents.clear();
    },
  };
}

function busyError(): AppError {
  return new AppError("throttled", "Too many sends are under way at this moment.", { retryAfterSeconds: 1 });
}

function agentKeyOf({ url, policy, ca }: OutgoingRequest): AgentKey {
  const { isHttps, host, port } = url;
  return { isTls: isHttps, alpn: "http/1.1", host, port, ca, mayBePrivate: isAllowedPrivate(url, policy) };
}

/** Connections are kept for as long as what was decided about them stays the same: policy and authorities are part of it. */
function agentFor(agents: Map<string, Agent>, deps: Deps, agentKey: AgentKey): Agent {
  const key = JSON.stringify(agentKey);
  const agent = agents.get(key) ?? newAgent(deps, agentKey);
  agents.delete(key);
  agents.set(key, agent);
  for (const [oldKey, old] of agents) {
    if (agents.size <= AGENTS_MAX) break;
    if (old === agent || Object.keys(old.sockets).length > 0) continue;
    old.destroy();
    agents.delete(oldKey);
  }
  return agent;
}

type Connected = (error: Error | null, socket?: unknown) => void;

/** An agent of plain HTTP throughout: TLS is part of dialling, so that a request never meets a socket that is not ready. */
function newAgent(deps: Deps, agentKey: AgentKey): Agent {
  const agent = new Agent({
    keepAlive: true,
    maxSockets: SENDS_MAX_EACH,
    maxFreeSockets: IDLE_SOCKETS_MAX,
    timeout: IDLE_MS_MAX,
    scheduling: "lifo",
  });
  const createConnection = ({ signal }: { readonly signal?: AbortSignal }, connected: Connected) => {
    const late = new AbortController();
    const end = () => late.abort();
    const timer = setTimeout(end, CONNECT_MS_MAX);
    signal?.addEventListener("abort", end, { once: true });
    dial(agentKey, deps, late.signal)
      .then((socket) => connected(null, socket), connected)
      .finally(() => clearTimeout(timer));
  };
  return Object.assign(agent, { createConnection });
}

async function exchange(agent: Agent, input: OutgoingRequest, signal: AbortSignal): Promise<EgressOutcome> {
  const progress = { left: false };
  try {
    const res = await answerTo(agent, input, signal, progress);
    try {
      const { body, bytesReceived } = await readAnswerBody(res, input.answerBytesMax);
      // A body without a length ends with its connection, also when it is ended from here.
      if (signal.aborted) throw egressError("timeout");
      return { answer: { status: res.statusCode ?? 0, headers: headersOf(res), body, bytesReceived } };
    } finally {
      if (!res.complete) res.destroy();
    }
  } catch (error) {
    const reason = signal.aborted ? "timeout" : (egressReason(error) ?? reasonOf(error));
    return { failure: { reason, code: systemCode(error), left: progress.left } };
  }
}

function answerTo(
  agent: Agent,
  { url, method, headers, query, body }: OutgoingRequest,
  signal: AbortSignal,
  progress: { left: boolean },
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const req = request({
      agent,
      method,
      host: url.host,
      port: url.port,
      path: pathOf(url, query),
      setHost: false,
      maxHeaderSize: HEADER_BYTES_MAX,
      insecureHTTPParser: false,
      signal,
    });
    req.setHeader("Host", url.authority);
    req.setHeader("User-Agent", USER_AGENT);
    req.setHeader("Accept-Encoding", "identity");
    for (const [name, value] of headers) req.setHeader(name, value);
    if (body) req.setHeader("Content-Length", body.length);
    // Connections come ready, so this is when the first bytes go.
    req.once("socket", () => {
      progress.left = true;
    });
    req.once("response", resolve);
    req.on("error", reject);
    // A request that has no connection yet would say so only when it gets one.
    signal.addEventListener("abort", () => reject(egressError("timeout")), { once: true });
    req.once("upgrade", (_res, socket) => {
      socket.destroy();
      reject(egressError("unreadable"));
    });
    req.end(body ?? undefined);
  });
}

function pathOf({ path, search }: OutgoingUrl, query: OutgoingRequest["query"]): string {
  const more = query.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
  const both = [search.slice(1), more].filter((part) => part !== "").join("&");
  return both === "" ? path : `${path}?${both}`;
}

function headersOf({ rawHeaders }: IncomingMessage): [string, string][] {
  const pairs: [string, string][] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    pairs.push([(rawHeaders[at] ?? "").toLowerCase(), rawHeaders[at + 1] ?? ""]);
  }
  return pairs;
}

function reasonOf(error: unknown): EgressReason {
  const code = systemCode(error) ?? "";
  if (/^ERR_(HTTP_)?(INVALID|UNESCAPED)_/.test(code)) return "notSendable";
  return code.startsWith("HPE_") ? "unreadable" : "lost";
}
