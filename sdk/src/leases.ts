import type { components } from "./api/generated.js";
import { failure } from "./errors.js";
import type { Connection } from "./http/connection.js";
import { numberIn, oneOf, orNull, recordIn, textIn } from "./http/json.js";
import { itemsOf, listOf } from "./http/pages.js";

type Schemas = components["schemas"];

export type Lease = Schemas["Lease"];
/** A lease that was just made: its password is here and nowhere else. */
export type CreatedLease = Schemas["CreatedLease"];
export type RenewedLease = Schemas["RenewedLease"];

export interface NewLease {
  /** The name of the lease source. */
  readonly source: string;
  /** As long as the source says, unless given. */
  readonly ttlSeconds?: number;
}

const PAGE = 200;
const STATES = ["making", "active", "ending", "attention", "ended"] as const;
const REASONS = ["expired", "revoked", "keyEnded", "failed", "abandoned", "forgotten"] as const;

/** Users of databases that live for minutes. All but `list` need `leases:create`, or `admin` to revoke those of others. */
export class Leases {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Makes a user. An answer that is lost costs one, which ends by itself. Throws `conflict` at the limit of the source. */
  async create({ source, ttlSeconds }: NewLease): Promise<CreatedLease> {
    const body = { source, ...(ttlSeconds !== undefined && { ttlSeconds }) };
    const { json } = await this.#connection.call({ method: "POST", path: "/leases", body });
    const record = recordIn(json);
    const values = recordIn(record.values);
    return {
      id: textIn(record, "id"),
      values: {
        url: textIn(values, "url"),
        username: textIn(values, "username"),
        password: textIn(values, "password"),
        host: textIn(values, "host"),
        port: numberIn(values, "port"),
        database: textIn(values, "database"),
      },
      expiresAt: textIn(record, "expiresAt"),
    };
  }

  /** Has a lease end later, up to its `maxAt`. Throws `conflict` when it has ended, or ends then already. */
  async renew(id: string, { ttlSeconds }: Pick<NewLease, "ttlSeconds"> = {}): Promise<RenewedLease> {
    const body = { ...(ttlSeconds !== undefined && { ttlSeconds }) };
    const { json } = await this.#connection.call({ method: "POST", path: `${byId(id)}/renew`, body });
    const record = recordIn(json);
    return { id: textIn(record, "id"), expiresAt: textIn(record, "expiresAt") };
  }

  /** Ends a lease at once: its user is dropped. Does nothing to one that has ended. */
  async revoke(id: string): Promise<void> {
    await this.#connection.call({ method: "DELETE", path: byId(id) });
  }

  /** Leases that have not ended, or those that have, newest first; those of this key, or with `admin` all within its reach. */
  list({ ended = false }: { readonly ended?: boolean } = {}): Promise<Lease[]> {
    const query = { ended: String(ended), limit: PAGE };
    return listOf(itemsOf(this.#connection, { path: "/leases", query }, leaseIn));
  }
}

function byId(id: string): string {
  if (typeof id !== "string" || !/^[\w-]+$/.test(id)) throw failure("usage", "Give the id of a lease.");
  return `/leases/${id}`;
}

function leaseIn(json: unknown): Lease {
  const record = recordIn(json);
  return {
    id: textIn(record, "id"),
    project: textIn(record, "project"),
    environment: textIn(record, "environment"),
    source: textIn(record, "source"),
    user: textIn(record, "user"),
    state: oneOf(record, "state", STATES),
    createdAt: textIn(record, "createdAt"),
    createdBy: textIn(record, "createdBy"),
    expiresAt: textIn(record, "expiresAt"),
    maxAt: textIn(record, "maxAt"),
    endReason: orNull(record, "endReason", (of, field) => oneOf(of, field, REASONS)),
    endedAt: orNull(record, "endedAt", textIn),
    attempts: numberIn(record, "attempts"),
    error: orNull(record, "error", textIn),
  };
}
