import document from "@/docs/openapi.json";

interface Schema {
  readonly anyOf?: readonly Schema[] | undefined;
  readonly oneOf?: readonly Schema[] | undefined;
  readonly items?: Schema | undefined;
  readonly type?: string | readonly string[] | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly description?: string | undefined;
  readonly $ref?: string | undefined;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly required?: readonly string[] | undefined;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string | undefined;
  readonly schema: Schema;
}

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string | undefined;
  readonly parameters?: readonly Parameter[] | undefined;
  /** By its one type: JSON, or a form. */
  readonly requestBody?:
    | { readonly content: Readonly<Record<string, { readonly schema: Schema } | undefined>> }
    | undefined;
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly $ref?: string | undefined;
        readonly description?: string | undefined;
        readonly content?: Readonly<Record<string, { readonly schema: Schema } | undefined>>;
      }
    >
  >;
}

export interface Listed {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** The operations of the API by the tag that they stand under, in the order of the document. */
export function operationsByTag(): readonly {
  readonly tag: string;
  readonly operations: readonly Listed[];
}[] {
  const paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> = document.paths;
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  return document.tags.map(({ name }) => ({
    tag: name,
    operations: all.filter(({ operation }) => operation.tags.includes(name)),
  }));
}
