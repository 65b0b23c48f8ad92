import type { components } from "./api/generated.js";
import type { Connection } from "./http/connection.js";
import { booleanIn, numberIn, oneOf, orNull, recordIn, textIn } from "./http/json.js";
import { itemsOf, listOf } from "./http/pages.js";

type Schemas = components["schemas"];

/** A name that the project's manifest declares, and whether it has a value in this environment. */
export type Declaration = Schemas["Declaration"];
/** How many names are declared; `unchanged`: just these were declared already. */
export type PutDeclarations = Schemas["PutDeclarations"];

export interface DeclaredNames {
  readonly required?: readonly string[];
  readonly optional?: readonly string[];
  /** Triggers that subscribers are told by. They need a secret that is stored; those that are there and not here are left. */
  readonly triggers?: readonly DeclaredTrigger[];
}

export interface DeclaredTrigger {
  readonly name: string;
  /** The name of the secret that signatures are checked with. */
  readonly secretEnv: string;
  readonly scheme: Schemas["Trigger"]["scheme"];
  /** How the sender signs, for the scheme `hmac`. */
  readonly hmac?: Partial<NonNullable<Schemas["Trigger"]["hmac"]>> & { readonly header: string };
}

const REQUIREMENTS = ["required", "optional"] as const satisfies readonly Declaration["requirement"][];
const STATUSES = ["set", "missing"] as const satisfies readonly Declaration["status"][];

/** What the project's manifest declares. */
export class Declarations {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * The declared names in the order of the manifest, each `set` or `missing` in the key's environment; `error` says why a
   * name can never get a value. Needs `secrets:list`.
   */
  get(): Promise<Declaration[]> {
    return listOf(itemsOf(this.#connection, { path: "/declarations", query: {} }, declarationIn));
  }

  /** Replaces everything that is declared. Needs `declarations:write`. Throws `validation` with every error. */
  async put(names: DeclaredNames): Promise<PutDeclarations> {
    const { json } = await this.#connection.call({ method: "PUT", path: "/declarations", body: names });
    const record = recordIn(json);
    return {
      required: numberIn(record, "required"),
      optional: numberIn(record, "optional"),
      triggers: numberIn(record, "triggers"),
      unchanged: booleanIn(record, "unchanged"),
    };
  }
}

function declarationIn(json: unknown): Declaration {
  const record = recordIn(json);
  return {
    name: textIn(record, "name"),
    requirement: oneOf(record, "requirement", REQUIREMENTS),
    status: oneOf(record, "status", STATUSES),
    mistake: orNull(record, "mistake", textIn),
  };
}
