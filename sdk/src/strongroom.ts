import { Allowlist } from "./allowlist/allowlist.js";
import { type Config, resolveFromSchema } from "./config/resolve.js";
import type { ConfigSchema } from "./config/schema.js";
import { Connections } from "./connections.js";
import { Declarations } from "./declarations.js";
import type { StrongroomError } from "./errors.js";
import type { Change } from "./events/change.js";
import { type WatchOptions, watchChanges } from "./events/watch.js";
import { Grants } from "./grants.js";
import { Connection } from "./http/connection.js";
import { type StrongroomOptions, settingsOf } from "./http/settings.js";
import { Leases } from "./leases.js";
import { Mappings } from "./mappings.js";
import { type Me, meIn } from "./me.js";
import { Pool } from "./pools/pool.js";
import { Pools } from "./pools/pools.js";
import { childEnvironment } from "./process/child-environment.js";
import { argumentsOf } from "./process/command.js";
import { type ExecOptions, type ExecResult, execute } from "./process/exec.js";
import { Rotations } from "./rotations.js";
import { Secrets } from "./secrets/secrets.js";
import { Values, type ValuesOptions } from "./secrets/values.js";
import { Triggers } from "./triggers/triggers.js";

/**
 * A client of one Strongroom with one API key. Throws `StrongroomError` and nothing else for what goes wrong outside of your
 * program. Neither the key nor a value is in an error, in `inspect` or in JSON.
 */
export class Strongroom {
  /** Storing, listing, revealing and deleting secrets. */
  readonly secrets: Secrets;
  /** Sending to outside endpoints with secrets that stay in Strongroom. */
  readonly allowlist: Allowlist;
  /** What the project's manifest declares, and what of it has a value. */
  readonly declarations: Declarations;
  /** The names here that stand for shared secrets. */
  readonly mappings: Mappings;
  /** How secrets are rotated, and rotations under way. */
  readonly rotations: Rotations;
  /** Users of databases that live for minutes. */
  readonly leases: Leases;
  /** Apps of other providers that were connected, and their access tokens. */
  readonly connections: Connections;
  /** Webhooks that were taken, and being told of them. */
  readonly triggers: Triggers;
  /** What pools are, and how their members are. */
  readonly pools: Pools;
  /** Who was granted access to secrets. */
  readonly grants: Grants;
  readonly #connection: Connection;
  readonly #values: Values;

  /** Where to find the server and the key, unless `STRONGROOM_URL` and `STRONGROOM_API_KEY` say. Sends nothing yet. */
  constructor(options: StrongroomOptions = {}) {
    this.#connection = new Connection(settingsOf(options));
    this.#values = new Values(this.#connection);
    this.secrets = new Secrets(this.#connection);
    this.allowlist = new Allowlist(this.#connection);
    this.declarations = new Declarations(this.#connection);
    this.mappings = new Mappings(this.#connection);
    this.rotations = new Rotations(this.#connection);
    this.leases = new Leases(this.#connection);
    this.connections = new Connections(this.#connection);
    this.triggers = new Triggers(this.#connection, warn);
    this.pools = new Pools(this.#connection);
    this.grants = new Grants(this.#connection);
  }

  /** One pool, for using its keys. Sends nothing yet. */
  pool(name: string): Pool {
    return new Pool(this.#connection, name);
  }

  /** The current key’s details. */
  async me(): Promise<Me> {
    return meIn((await this.#connection.call({ method: "GET", path: "/me" })).json);
  }

  /**
   * The current values by name, of the names in `only` or of all that the key may read. They are kept in memory, and the
   * server is asked each time whether they still hold. Needs `secrets:read`. Throws `NotFoundError` if a name is not there.
   */
  values(options: ValuesOptions = {}): Promise<Record<string, string>> {
    return this.#values.read(options);
  }

  /**
   * Calls back when a secret that the key may read changes, never with a value. Returns how to stop. Connects again by itself;
   * `onError` hears of every failure, also of those that end it, like a revoked key: without it these become a warning.
   * An open watch keeps the process alive.
   */
  watch(onChange: (change: Change) => void, options: WatchOptions = {}): () => void {
    const controller = new AbortController();
    const stop = () => controller.abort();
    if (options.signal?.aborted) stop();
    options.signal?.addEventListener("abort", stop, { once: true });
    const onError = options.onError ?? warn;
    void watchChanges(this.#connection, onChange, { onError, signal: controller.signal })
      // An error in the callback is its owner's: it surfaces like one in any other callback.
      .catch((error: unknown) =>
        queueMicrotask(() => {
          throw error;
        }),
      )
      .finally(() => options.signal?.removeEventListener("abort", stop));
    return stop;
  }

  /**
   * Runs a program, without a shell, that gets the values of the listed secrets as environment variables and no others; its
   * output is masked. A command in one text is split at blanks, with quotes as in a shell. Any exit code is a result.
   * Throws if a secret is not there, would take over the program (`PATH`, `LD_PRELOAD`, …), or the program cannot be started.
   */
  async exec(command: string | readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    const { secrets = [], params = {}, env = {}, allowTakeOver = [], signal } = options;
    argumentsOf(command);
    const values = secrets.length === 0 ? {} : await this.#values.read({ only: secrets, signal });
    const inherited = globalThis.process?.env ?? {};
    const environment = childEnvironment({ inherited, env, values, params, allowTakeOver });
    const named = Object.entries(values).map(([name, value]) => ({ name, value }));
    // A child can read its parent's environment on many systems.
    const key = { name: "strongroom_api_key", value: this.#connection.keyToMask() };
    return execute({ command, options, environment, secrets: [...named, key] });
  }

  /**
   * Builds the configuration that a JSON Schema describes, where properties with `"platformSecret": "NAME"` take the value of
   * that secret: exactly these are read. Throws one error that names everything missing.
   */
  resolveConfig(schema: ConfigSchema): Promise<Config> {
    return resolveFromSchema(schema, (only) => this.#values.read({ only }));
  }
}

function warn(error: StrongroomError): void {
  globalThis.process?.emitWarning?.(error.detail, { type: "StrongroomWarning", code: error.code });
}
