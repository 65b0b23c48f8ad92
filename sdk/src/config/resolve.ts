import { failure, NotFoundError } from "../errors.js";
import { coerced } from "./coercion.js";
import { type ConfigSchema, secretsIn, typeOf } from "./schema.js";

export type Config = Record<string, unknown>;

type ReadValues = (names: readonly string[]) => Promise<Readonly<Record<string, string>>>;

/**
 * Builds the configuration that a schema describes: properties with `platformSecret` from exactly these secrets, others from
 * their `default`. Throws one error that names every error: `incomplete` if a required property has no secret,
 * `validation` if values are not of their type. Values are not in it.
 */
export async function resolveFromSchema(schema: ConfigSchema, read: ReadValues): Promise<Config> {
  const values = await readThere(secretsIn(schema), read);
  const issues: Issues = { missing: new Map(), wrong: new Map() };
  const config = objectOf(schema, { values, issues, path: [] });
  const { missing, wrong } = issues;
  if (missing.size + wrong.size === 0) return config;
  const all = [...missing, ...wrong];
  throw failure(missing.size > 0 ? "incomplete" : "validation", all.map(([, text]) => text).join(" "), {
    errors: Object.fromEntries(all.map(([path, text]) => [path, [text]])),
  });
}

interface Issues {
  /** By the path of the property. */
  readonly missing: Map<string, string>;
  readonly wrong: Map<string, string>;
}

interface Scope {
  readonly values: ReadonlyMap<string, string>;
  readonly issues: Issues;
  readonly path: readonly string[];
}

function objectOf(schema: ConfigSchema, scope: Scope): Config {
  const required = new Set(schema.required);
  const entries = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const value = propertyOf(property, { ...scope, path: [...scope.path, name] }, required.has(name));
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(entries);
}

function propertyOf(schema: ConfigSchema, scope: Scope, isRequired: boolean): unknown {
  if (schema.platformSecret !== undefined) return secretOf(schema, schema.platformSecret, scope, isRequired);
  if (schema.properties === undefined) return schema.default;
  // An optional object of which no secret is there is left out, and its own required properties with it.
  if (!isRequired && !hasAny(schema, scope.values)) return schema.default;
  return objectOf(schema, scope);
}

function secretOf(schema: ConfigSchema, name: string, scope: Scope, isRequired: boolean): unknown {
  const path = scope.path.join(".");
  const text = scope.values.get(name);
  if (text === undefined) {
    if (isRequired && schema.default === undefined) {
      scope.issues.missing.set(path, `${path} needs the secret ${name}, which is not there.`);
    }
    return schema.default;
  }
  const type = typeOf(schema);
  const value = coerced(text, type);
  if (value === undefined) scope.issues.wrong.set(path, `${path}: the secret ${name} is no ${type}.`);
  return value;
}

function hasAny(schema: ConfigSchema, values: ReadonlyMap<string, string>): boolean {
  const secrets = secretsIn(schema);
  return secrets.length === 0 || secrets.some((name) => values.has(name));
}

/** The values of the secrets that are there. One missing name refuses the whole question: then each is asked for alone. */
async function readThere(names: readonly string[], read: ReadValues): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  try {
    return new Map(Object.entries(await read(names)));
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    if (names.length === 1) return new Map();
  }
  const there = new Map<string, string>();
  for (const name of names) {
    for (const [found, value] of await readThere([name], read)) there.set(found, value);
  }
  return there;
}
