import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { noteStatement } from "@/lib/platform/activity";
import { Connection } from "./connection";
import { ConnectionError } from "./connection-error";
import { pinSession } from "./session";
import { openStatementTimes, type StatementTimes } from "./statement-times";
import type { Absence } from "./watch";

/** How long a request waits for a connection, whether one is made or all are in use. */
export const CONNECT_TIMEOUT_MS = 5_000;
/** When a server that had no connection free is asked for more again. */
const GROW_AGAIN_MS = 30_000;
const RETRY_MS = 100;

/** SQLSTATE of a server, database, role or pooler that gives no further connection. */
const NO_CONNECTION_FREE = "53300";

type ConnectCallback = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  release: (error?: Error | boolean) => void,
) => void;

type PoolConfig = pg.PoolConfig & { readonly max: number; readonly isReadOnly?: boolean };

/**
 * A pool of prepared connections. Where the server gives fewer connections than it may hold, requests wait for those that
 * there are. A statement that gets no answer in time takes the idle connections with it.
 */
export class ConnectionPool extends pg.Pool {
  /** How long the statements of its connections took. */
  readonly statementTimes: StatementTimes;
  readonly #config: PoolConfig;
  readonly #connections = new Set<Connection>();
  #isAway = false;

  constructor(config: PoolConfig) {
    const onStall = () => this.#dropIdle();
    const onMade = (connection: Connection) => this.#add(connection);
    const statementTimes = openStatementTimes();
    const onStatement = (text: string, ms: number) => {
      statementTimes.note(text, ms);
      noteStatement(ms);
    };
    super({
      ...config,
      ...{ onMade, onStall, onStatement },
      Client: Connection,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
      onConnect: pinSession,
    });
    this.#config = config;
    this.statementTimes = statementTimes;
  }

  /** A connection for the watch: to the same database, none of the pool’s, and not connected yet. */
  newConnection(): LoneConnection {
    return new Connection({ ...this.#config, application_name: "strongroom watch" });
  }

  /**
   * While the database is away no connection is made, and nothing waits for one. When it is silent, statements under way are
   * broken off as well, but for those whose outcome would then not be known.
   */
  setAway(away: Absence | null): void {
    this.#isAway = away !== null;
    if (away === "silent") this.breakOff();
  }

  /** Breaks off what runs on connections that are open, but for statements whose outcome would then not be known. */
  breakOff(): void {
    for (const connection of this.#connections) connection.breakOff(absence());
  }

  #add(connection: Connection): void {
    this.#connections.add(connection);
    connection.once("end", () => this.#connections.delete(connection));
    if (this.#isAway) process.nextTick(() => connection.breakOff(absence()));
  }

  /** Rejects with a `ConnectionError` in the server's words. The form with a callback is what the job queue uses. */
  override connect(): Promise<pg.PoolClient>;
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): Promise<pg.PoolClient> | undefined {
    const connected = this.#connect();
    if (!callback) return connected;
    connected.then(
      (client) => callback(undefined, client, (error) => client.release(error || isLost(client))),
      (error: Error) => callback(error, undefined, ignore),
    );
    return undefined;
  }

  async #connect(): Promise<pg.PoolClient> {
    const giveUpAt = performance.now() + CONNECT_TIMEOUT_MS;
    for (;;) {
      try {
        return await super.connect();
      } catch (error) {
        if (!isNoConnectionFree(error) || performance.now() > giveUpAt)
          throw new ConnectionError("notMade", error);
        this.#shrink();
        if (this.totalCount === 0) await sleep(RETRY_MS);
      }
    }
  }

  /** Runs a statement on any connection. The other overloads of `pg` take callbacks. */
  override query(...input: never[]): never {
    const [statement = "", values] = input;
    return this.#run(statement, values) as never;
  }

  async #run(statement: string, values: unknown[] | undefined): Promise<unknown> {
    const client = await this.#connect();
    try {
      return await client.query(statement, values);
    } finally {
      client.release(isLost(client));
    }
  }

  /** What waits is then served by the connections that are there. */
  #shrink(): void {
    if (this.options.max === this.#config.max) {
      setTimeout(() => {
        this.options.max = this.#config.max;
      }, GROW_AGAIN_MS).unref();
    }
    this.options.max = Math.max(1, this.totalCount);
  }

  #dropIdle(): void {
    for (let left = this.idleCount; left > 0; left -= 1) {
      super.connect().then((client) => {
        if (client instanceof Connection) client.destroy(new Error("another connection got no answer"));
        client.release(true);
      }, ignore);
    }
  }
}

/** A connection of no pool. */
export type LoneConnection = pg.Client & Pick<Connection, "destroy">;

/** What else it can do. The class itself hides the types of `query`. */
export type WatchedPool = pg.Pool &
  Pick<ConnectionPool, "newConnection" | "setAway" | "breakOff" | "statementTimes">;

/** Whether a connection of a pool has to be thrown away. */
export function isLost(client: pg.ClientBase): boolean {
  return client instanceof Connection && client.isLost;
}

function absence(): Error {
  return new Error("the database cannot be reached");
}

/** Whether a server that has no connection left said so: it is there. */
export function isNoConnectionFree(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === NO_CONNECTION_FREE;
}

function ignore(): void {}
