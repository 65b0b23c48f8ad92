import type { components } from "../api/generated.js";
import { booleanIn, type JsonRecord, numberIn, oneOf, orNull, recordIn, textIn } from "../http/json.js";

type Schemas = components["schemas"];

/** What is known of a secret beside its value. Times are ISO 8601 in UTC. */
export type Secret = Schemas["Secret"];
export type Category = Secret["category"];
/** Which kinds of API key may read a secret. */
export type Audience = Secret["audience"];
/** `unchanged`: the secret was found to have this very value already, and no new version was made. */
export type StoredSecret = Schemas["StoredSecret"];
export type RevealedSecret = Schemas["RevealedSecret"];
/** What became of one secret of an import; with `dryRun` what would. */
export type ImportedSecret = Schemas["ImportedSecrets"]["secrets"][number];

export const CATEGORIES = ["provider", "tool", "custom"] as const satisfies readonly Category[];
export const AUDIENCES = ["all", "agents", "tools", "sandboxes"] as const satisfies readonly Audience[];

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
    expiresAt: orNull(record, "expiresAt", textIn),
    // A server of an earlier version knows of no managers.
    source: record.source === undefined ? null : orNull(record, "source", sourceIn),
  };
}

function sourceIn(json: JsonRecord, name: string): NonNullable<Secret["source"]> {
  const record = recordIn(json[name]);
  return {
    manager: textIn(record, "manager"),
    path: textIn(record, "path"),
    field: textIn(record, "field"),
    label: textIn(record, "label"),
    version: textIn(record, "version"),
    checkedAt: textIn(record, "checkedAt"),
    problem: orNull(record, "problem", textIn),
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

const OUTCOMES = ["created", "replaced", "unchanged"] as const satisfies readonly ImportedSecret["outcome"][];

export function importedSecretIn(json: unknown): ImportedSecret {
  const record = recordIn(json);
  return {
    name: textIn(record, "name"),
    version: numberIn(record, "version"),
    outcome: oneOf(record, "outcome", OUTCOMES),
  };
}

export function revealedSecretIn(json: unknown): RevealedSecret {
  const record = recordIn(json);
  const source = record.source === undefined ? null : recordIn(record.source);
  return {
    name: textIn(record, "name"),
    value: textIn(record, "value"),
    version: numberIn(record, "version"),
    ...(source && {
      source: {
        manager: textIn(source, "manager"),
        version: textIn(source, "version"),
        staleSince: orNull(source, "staleSince", textIn),
      },
    }),
  };
}
