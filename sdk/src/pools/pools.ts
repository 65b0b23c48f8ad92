import type { components } from "../api/generated.js";
import type { Connection } from "../http/connection.js";
import { booleanIn, listIn, numberIn, oneOf, orNull, recordIn, textIn } from "../http/json.js";
import { itemsOf, listOf } from "../http/pages.js";

type Schemas = components["schemas"];

export type PoolMeta = Schemas["Pool"];
export type PoolMember = PoolMeta["members"][number];
/** What a pool is to be: what is left out of a member takes its default, weight 1 and turned on. */
export type NewPool = Partial<Pick<PoolMeta, "description" | "strategy">> & {
  readonly members: readonly (Pick<PoolMember, "name"> & Partial<Pick<PoolMember, "weight" | "isOn">>)[];
};

const STRATEGIES = ["roundRobin", "leastUsed", "sticky"] as const;
export const MEMBER_STATES = ["on", "off", "limited", "refused", "absent"] as const;

/** The pools of the key's environment: what they are, and how their members are. Never with a value. */
export class Pools {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** All of them by name, with the members that the key could see by itself. Needs `pools:use` or `admin`. */
  list(): Promise<PoolMeta[]> {
    return listOf(itemsOf(this.#connection, { path: "/pools", query: {} }, poolIn));
  }

  /** One of them. Needs `pools:use` or `admin`. Throws `NotFoundError`. */
  async get(name: string): Promise<PoolMeta> {
    return poolIn((await this.#connection.call({ method: "GET", path: poolPath(name) })).json);
  }

  /** Says what a pool is, in place of what was said before. Needs `admin` and `secrets:read`. Throws `validation`. */
  async put(name: string, pool: NewPool): Promise<void> {
    await this.#connection.call({ method: "PUT", path: poolPath(name), body: pool });
  }

  /** Deletes a pool; its secrets stay. Needs `admin`. Throws `NotFoundError`, and `conflict` while an endpoint draws from it. */
  async delete(name: string): Promise<void> {
    await this.#connection.call({ method: "DELETE", path: poolPath(name) });
  }

  /** Ends every limit and refusal of a member. Needs `admin`. Throws `conflict` when it is not out. */
  async putBack(name: string, member: string): Promise<void> {
    await this.#connection.call({ method: "POST", path: poolPath(name, "/put-back"), body: { member } });
  }
}

export function poolPath(name: string, more = ""): string {
  return `/pools/${encodeURIComponent(name)}${more}`;
}

function poolIn(json: unknown): PoolMeta {
  const record = recordIn(json);
  return {
    name: textIn(record, "name"),
    description: textIn(record, "description"),
    strategy: oneOf(record, "strategy", STRATEGIES),
    members: listIn(record, "members", memberIn),
    updatedAt: textIn(record, "updatedAt"),
    updatedBy: textIn(record, "updatedBy"),
  };
}

function memberIn(json: unknown): PoolMember {
  const record = recordIn(json);
  const lastDay = recordIn(record.lastDay);
  return {
    name: textIn(record, "name"),
    version: numberIn(record, "version"),
    weight: numberIn(record, "weight"),
    isOn: booleanIn(record, "isOn"),
    state: oneOf(record, "state", MEMBER_STATES),
    outUntil: orNull(record, "outUntil", textIn),
    refusedAt: orNull(record, "refusedAt", textIn),
    lastDay: {
      taken: numberIn(lastDay, "taken"),
      limited: numberIn(lastDay, "limited"),
      refused: numberIn(lastDay, "refused"),
    },
  };
}
