import type { components } from "../api/generated.js";
import { failure, PoolExhaustedError, type StrongroomError } from "../errors.js";
import type { Connection } from "../http/connection.js";
import { numberIn, oneOf, orNull, recordIn, textIn } from "../http/json.js";
import { MEMBER_STATES, poolPath } from "./pools.js";
import { type Verdict, verdictOf } from "./verdict.js";

type Schemas = components["schemas"];

export type ReportedMember = Schemas["ReportedMember"];

export interface TakenMember {
  /** The name of its secret. */
  readonly member: string;
  readonly version: number;
  readonly value: string;
}

export interface TakeOptions {
  /** For a pool that is `sticky`: who this is for; the API key itself unless given. */
  readonly stickyKey?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface MemberReport {
  readonly member: string;
  readonly outcome: "limited" | "refused" | "ok";
  /** The version that `take` gave. */
  readonly version?: number;
  /** For `limited`: whole seconds, 60 unless given. */
  readonly retryAfterSeconds?: number;
}

export interface UseOptions extends TakeOptions {
  /** How many members are tried at most; 3 unless given. */
  readonly attempts?: number;
}

/** One pool, for whoever uses its keys. Needs `pools:use`. */
export class Pool {
  readonly #connection: Connection;
  readonly #name: string;

  constructor(connection: Connection, name: string) {
    this.#connection = connection;
    this.#name = name;
  }

  /** The value of one member. Throws `PoolExhaustedError` when none can be used now, after what retries make sense. */
  async take({ stickyKey, signal }: TakeOptions = {}): Promise<TakenMember> {
    const { json } = await this.#connection.call({
      method: "POST",
      path: poolPath(this.#name, "/take"),
      body: stickyKey === undefined ? {} : { stickyKey },
      effect: "nothing",
      signal,
    });
    const record = recordIn(json);
    return {
      member: textIn(record, "member"),
      version: numberIn(record, "version"),
      value: textIn(record, "value"),
    };
  }

  /** Says how a member fared. Throws `conflict` when that does not count: not taken within the hour, or of another version. */
  async report(report: MemberReport): Promise<ReportedMember> {
    const path = poolPath(this.#name, "/report");
    const { json } = await this.#connection.call({ method: "POST", path, body: report, effect: "same" });
    const record = recordIn(json);
    return {
      member: textIn(record, "member"),
      state: oneOf(record, "state", MEMBER_STATES),
      outUntil: orNull(record, "outUntil", textIn),
    };
  }

  /**
   * Works with the key of one member, and with that of another when the provider answers 401, 403 or 429: a `Response` that `work`
   * returns, or an error with a `status` that it throws. Each such answer is reported, with its `Retry-After`. What the last attempt
   * came to is returned or thrown as it is, and so is every other error at once. Throws `PoolExhaustedError` when no member is left.
   */
  async use<T>(
    work: (key: string, taken: TakenMember) => T | Promise<T>,
    { attempts = 3, ...options }: UseOptions = {},
  ): Promise<T> {
    if (!Number.isInteger(attempts) || attempts < 1)
      throw failure("usage", "Attempts are a whole number, 1 or more.");
    let last: unknown;
    for (let attempt = 1; ; attempt += 1) {
      const taken = await this.take(options).catch((error: unknown) => {
        throw withCause(error, last);
      });
      const ended = await settled(() => work(taken.value, taken));
      const verdict = verdictOf(ended.isThrown ? ended.error : ended.result);
      if (verdict) await this.#tell(taken, verdict);
      if (verdict && attempt < attempts) {
        last = await dropped(ended);
      } else if (ended.isThrown) {
        throw ended.error;
      } else {
        return ended.result;
      }
    }
  }

  /** What cannot be reported is no reason to fail: another member is tried all the same. */
  async #tell({ member, version }: TakenMember, verdict: Verdict): Promise<void> {
    await this.report({ member, version, ...verdict }).catch(() => {});
  }
}

type Ended<T> =
  | { readonly isThrown: false; readonly result: T }
  | { readonly isThrown: true; readonly error: unknown };

async function settled<T>(work: () => T | Promise<T>): Promise<Ended<T>> {
  try {
    return { isThrown: false, result: await work() };
  } catch (error) {
    return { isThrown: true, error };
  }
}

/** Lets go of a response that nobody will read. */
async function dropped<T>(ended: Ended<T>): Promise<unknown> {
  if (ended.isThrown) return ended.error;
  const { result } = ended;
  if (result instanceof Response && !result.bodyUsed) await result.body?.cancel().catch(() => {});
  return undefined;
}

/** An exhausted pool with what the provider said last. */
function withCause(error: unknown, cause: unknown): unknown {
  if (!(error instanceof PoolExhaustedError) || cause === undefined) return error;
  const { code, detail, status, requestId, retryAfterSeconds }: StrongroomError = error;
  return new PoolExhaustedError(code, detail, { status, requestId, retryAfterSeconds, cause });
}
