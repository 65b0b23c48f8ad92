/** The part of JSON Schema that says where a configuration's secrets stand. Everything else in it is left alone. */
export interface ConfigSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, ConfigSchema>>;
  readonly required?: readonly string[];
  /** What a property is that no secret fills. */
  readonly default?: unknown;
  /** The name of the secret whose value this property takes. */
  readonly platformSecret?: string;
  readonly [keyword: string]: unknown;
}

const DEPTH_MAX = 64;

/** The names of all secrets in a schema, each once. */
export function secretsIn(schema: ConfigSchema, depth = 0): string[] {
  if (depth > DEPTH_MAX) throw new RangeError("the schema nests too deeply");
  const own = typeof schema.platformSecret === "string" ? [schema.platformSecret] : [];
  const below = Object.values(schema.properties ?? {}).flatMap((property) => secretsIn(property, depth + 1));
  return [...new Set([...own, ...below])];
}

/** The type that a secret's text becomes: the first that is not null, `string` where none is given. */
export function typeOf({ type = "string" }: ConfigSchema): string {
  const types = typeof type === "string" ? [type] : type;
  return types.find((one) => one !== "null") ?? "string";
}
