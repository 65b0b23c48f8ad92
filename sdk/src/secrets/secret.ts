import { booleanIn, numberIn, oneOf, recordIn, textIn } from "../http/json.js";

const CATEGORIES = ["provider", "tool", "custom"] as const;
const AUDIENCES = ["all", "agents", "tools", "sandboxes"] as const;

export type Category = (typeof CATEGORIES)[number];
/** Which kinds of API key may read it. */
export type Audience = (typeof AUDIENCES)[number];

/** What is known of a secret beside its value. */
export interface Secret {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly category: Category;
  readonly audience: Audience;
  /** The number of the current version. */
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

export interface StoredSecret {
  readonly name: string;
  readonly version: number;
  /** Whether the secret had this very value already: no new version was made. */
  readonly unchanged: boolean;
}

export interface RevealedSecret {
  readonly name: string;
  readonly value: string;
  readonly version: number;
}

export function secretIn(json: unknown): Secret {
  const record = recordIn(json);
  return {
    id: textIn(record, "id"),
    name: textIn(record, "name"),
    description: textIn(record, "description"),
    category: oneOf(record, "category", CATEGORIES),
    audience: oneOf(record, "audience", AUDIENCES),
    version: numberIn(record, "version"),
    createdAt: textIn(record, "createdAt"),
    updatedAt: textIn(record, "updatedAt"),
    updatedBy: textIn(record, "updatedBy"),
  };
}

export function storedSecretIn(json: unknown): StoredSecret {
  const record = recordIn(json);
  return {
    name: textIn(record, "name"),
    version: numberIn(record, "version"),
    unchanged: booleanIn(record, "unchanged"),
  };
}

export function revealedSecretIn(json: unknown): RevealedSecret {
  const record = recordIn(json);
  return {
    name: textIn(record, "name"),
    value: textIn(record, "value"),
    version: numberIn(record, "version"),
  };
}
