import pg from "pg";
import { ConnectionError, isUndecided } from "./connection-error";
import { STATEMENT_TIMEOUT_MS } from "./session";
import { strictTimes, TIME_TYPES } from "./time-parsers";

/** Longer than the server's own limit: without an answer by then, the server or the way to it is gone. */
const ANSWER_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 1_000;

type Statement = string | (pg.QueryConfig & { readonly types?: pg.CustomTypesConfig });

interface ConnectionConfig extends pg.ClientConfig {
  /** Called with each connection before it connects. */
  readonly onMade?: (connection: Connection) => void;
  /** Called when a statement gets no answer in time: other connections may have lost their way too. */
  readonly onStall?: () => void;
  /** Every statement runs in a transaction that may change nothing. */
  readonly isReadOnly?: boolean;
  /** Called after each statement with how long its answer took. */
  readonly onStatement?: (text: string, ms: number) => void;
}

/**
 * A connection that no statement can hang: without an answer in time it is closed. A statement that fails with its
 * connection rejects with a `ConnectionError`, which tells whether it may have taken effect. Times are read strictly.
 */
export class Connection extends pg.Client {
  readonly #onStall: () => void;
  readonly #isReadOnly: boolean;
  readonly #onStatement: (text: string, ms: number) => void;
  #answerTimeoutMs: number | null = ANSWER_TIMEOUT_MS;
  /** Whether a statement is under way of which nobody would know what became of it. */
  #isUndecided = false;
  #isLost = false;

  constructor(config: ConnectionConfig = {}) {
    super(config);
    const strict = strictTimes(pg.types.getTypeParser);
    for (const type of TIME_TYPES) this.setTypeParser(type, strict(type, "text"));
    this.#onStall = config.onStall ?? (() => {});
    this.#isReadOnly = config.isReadOnly ?? false;
    this.#onStatement = config.onStatement ?? (() => {});
    // Also what keeps a connection that breaks between two statements from ending the process.
    this.on("error", () => {
      this.#isLost = true;
    });
    config.onMade?.(this);
  }

  /** Whether it can no longer be used. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Lets statements take as long as they need. Such a connection does not go back to the pool. */
  async liftTimeouts(): Promise<void> {
    this.#answerTimeoutMs = null;
    await this.#run(
      "SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0",
      undefined,
    );
  }

  /**
   * Closes it, since the database has fallen silent. Goes on where it would then not be known whether a change was saved, and
   * where statements may take as long as they need.
   */
  breakOff(reason: Error): void {
    if (!this.#isUndecided && this.#answerTimeoutMs !== null) this.destroy(reason);
  }

  /** Closes the socket at once. */
  destroy(reason: Error): void {
    this.#isLost = true;
    this.connection.stream.destroy(reason);
  }

  /** Runs a statement, given as text or configuration with its values. The other overloads of `pg` take callbacks. */
  override query(...input: never[]): never {
    const [statement = "", values] = input;
    return this.#run(statement, values) as never;
  }

  async #run(statement: Statement, values: unknown[] | undefined): Promise<pg.QueryResult> {
    const text = typeof statement === "string" ? statement : statement.text;
    const isInTransaction = this.getTransactionStatus() !== "I";
    this.#isUndecided = isUndecided(text, isInTransaction);
    const startedAt = performance.now();
    const timer =
      this.#answerTimeoutMs === null ? undefined : setTimeout(() => this.#stall(), this.#answerTimeoutMs);
    try {
      const strict = withStrictTimes(statement);
      const run = () => (values ? super.query(strict, values) : super.query(strict));
      return await (this.#isReadOnly && !isInTransaction ? this.#runReadOnly(text, run) : run());
    } catch (error) {
      if (!this.#isLost && !endsConnection(error)) {
        // The session may be older than what holds for new ones: others may take changes by now.
        if (isReadOnlyRefusal(error) && !this.#isReadOnly) this.destroy(new Error("it takes no changes"));
        throw error;
      }
      throw new ConnectionError(isUndecided(text, isInTransaction) ? "undecided" : "broken", error);
    } finally {
      this.#isUndecided = false;
      clearTimeout(timer);
      this.#onStatement(text, performance.now() - startedAt);
    }
  }

  /** Not as a default of the session: a pooler in transaction mode would hand that on to others. */
  async #runReadOnly(text: string, run: () => Promise<pg.QueryResult>): Promise<pg.QueryResult> {
    const begun = await super.query("BEGIN READ ONLY");
    if (/^\s*BEGIN\b/i.test(text)) return begun;
    try {
      return await run();
    } finally {
      // After a failure it rolls back.
      if (!this.#isLost) await super.query("COMMIT");
    }
  }

  #stall(): void {
    this.destroy(new Error("no answer in time"));
    this.#onStall();
  }
}

/** Prisma's adapter brings parsers of its own with each statement. */
function withStrictTimes(statement: Statement): Statement {
  if (typeof statement === "string" || !statement.types) return statement;
  return { ...statement, types: { getTypeParser: strictTimes(statement.types.getTypeParser) } };
}

function isReadOnlyRefusal(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "25006";
}

/** Whether the server itself said that it closes the connection: an operator's command, a crash, an idle limit. */
function endsConnection(error: unknown): boolean {
  return (
    error instanceof Error &&
    "severity" in error &&
    (error.severity === "FATAL" || error.severity === "PANIC")
  );
}
