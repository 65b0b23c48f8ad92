import type { components } from "./api/generated.js";
import { failure } from "./errors.js";
import type { Connection } from "./http/connection.js";
import { numberIn, oneOf, recordIn, textIn } from "./http/json.js";
import { itemsOf, listOf } from "./http/pages.js";
import { AUDIENCES, CATEGORIES } from "./secrets/secret.js";

type Schemas = components["schemas"];

/** A name here that stands for a shared secret: one of the project `platform`. */
export type Mapping = Schemas["SharedMapping"];
export type CreatedMapping = Schemas["CreatedMapping"];

export interface NewMapping {
  /** The name here. */
  readonly name: string;
  /** The environment of `platform` that the secret is in, and its name there. */
  readonly sharedEnvironment: string;
  readonly sharedName: string;
}

const PAGE = 200;

/** The names of the key's environment that stand for shared secrets. */
export class Mappings {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** All of them that the key may know of, by name, without values. Needs `secrets:list`. */
  list(): Promise<Mapping[]> {
    return listOf(itemsOf(this.#connection, { path: "/shared-mappings", query: { limit: PAGE } }, mappingIn));
  }

  /**
   * Lets a name here stand for a shared secret. Needs a key of the whole organisation with `admin`. Throws `conflict` if the
   * name is taken, `NotFoundError` if there is no such shared secret.
   */
  async create({ name, sharedEnvironment, sharedName }: NewMapping): Promise<CreatedMapping> {
    const body = { name, sharedEnvironment, sharedName };
    const { json } = await this.#connection.call({ method: "POST", path: "/shared-mappings", body });
    const record = recordIn(json);
    return { id: textIn(record, "id"), name: textIn(record, "name") };
  }

  /** Takes a mapping away; the shared secret stays. Needs `admin`. Throws `NotFoundError`. */
  async delete(id: string): Promise<void> {
    if (typeof id !== "string" || !/^[\w-]+$/.test(id)) throw failure("usage", "Give the id of a mapping.");
    await this.#connection.call({ method: "DELETE", path: `/shared-mappings/${id}` });
  }
}

function mappingIn(json: unknown): Mapping {
  const record = recordIn(json);
  const secret = recordIn(record.secret);
  return {
    id: textIn(record, "id"),
    name: textIn(record, "name"),
    secret: {
      id: textIn(secret, "id"),
      name: textIn(secret, "name"),
      environment: textIn(secret, "environment"),
      description: textIn(secret, "description"),
      category: oneOf(secret, "category", CATEGORIES),
      audience: oneOf(secret, "audience", AUDIENCES),
      version: numberIn(secret, "version"),
      updatedAt: textIn(secret, "updatedAt"),
      updatedBy: textIn(secret, "updatedBy"),
    },
    createdAt: textIn(record, "createdAt"),
    createdBy: textIn(record, "createdBy"),
  };
}
