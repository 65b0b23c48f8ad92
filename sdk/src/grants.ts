import type { components } from "./api/generated.js";
import { failure } from "./errors.js";
import type { Connection } from "./http/connection.js";
import { numberIn, oneOf, orNull, recordIn, textIn } from "./http/json.js";
import { itemsOf, listOf } from "./http/pages.js";

type Schemas = components["schemas"];

/** What a Member, or a group of them, may do to some secrets. */
export type Grant = Schemas["Grant"];
export type CreatedGrant = Schemas["CreatedGrant"];

export interface NewGrant {
  /** A Member by their address, or a group by its slug. */
  readonly subject: { readonly person: string } | { readonly group: string };
  /** Every secret of a project, of an environment, whose name begins with a pattern such as `STRIPE_*`, or the one. */
  readonly target: {
    readonly project: string;
    readonly environment?: string | null;
    readonly secret?: string | null;
    readonly pattern?: string | null;
  };
  readonly capability: Grant["capability"];
  /** ISO 8601; never unless given. */
  readonly expiresAt?: string | null;
}

const PAGE = 200;
const CAPABILITIES = [
  "see",
  "edit",
  "set",
  "run",
  "manage",
] as const satisfies readonly Grant["capability"][];

/** Who was granted access to secrets. Needs `admin`, and `secrets:list` to name an environment or a secret. */
export class Grants {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** All of the project; those in the key's environment where it is bound to one. */
  list(): Promise<Grant[]> {
    return this.#all("/grants");
  }

  /** Those that reach a secret. Owners, Super Admins and Auditors see every secret without one. Throws `NotFoundError`. */
  to(name: string): Promise<Grant[]> {
    return this.#all(`/secrets/${encodeURIComponent(name)}/access`);
  }

  /** Throws `conflict` if they have been granted the same already, `NotFoundError` for an environment or secret that is not there. */
  async create(grant: NewGrant): Promise<CreatedGrant> {
    const { json } = await this.#connection.call({ method: "POST", path: "/grants", body: grant });
    const record = recordIn(json);
    return { id: textIn(record, "id"), matches: orNull(record, "matches", numberIn) };
  }

  /** Ends a grant at once. Throws `NotFoundError`. */
  async delete(id: string): Promise<void> {
    if (typeof id !== "string" || !/^[\w-]+$/.test(id)) throw failure("usage", "Give the id of a grant.");
    await this.#connection.call({ method: "DELETE", path: `/grants/${id}` });
  }

  #all(path: string): Promise<Grant[]> {
    return listOf(itemsOf(this.#connection, { path, query: { limit: PAGE } }, grantIn));
  }
}

function grantIn(json: unknown): Grant {
  const record = recordIn(json);
  const subject = recordIn(record.subject);
  const target = recordIn(record.target);
  return {
    id: textIn(record, "id"),
    subject: "group" in subject ? { group: textIn(subject, "group") } : { person: textIn(subject, "person") },
    target: {
      project: textIn(target, "project"),
      environment: orNull(target, "environment", textIn),
      secret: orNull(target, "secret", textIn),
      pattern: orNull(target, "pattern", textIn),
    },
    capability: oneOf(record, "capability", CAPABILITIES),
    expiresAt: orNull(record, "expiresAt", textIn),
    createdAt: textIn(record, "createdAt"),
    createdBy: textIn(record, "createdBy"),
  };
}
