import { z } from "zod";
import { permissionsFor } from "@/lib/authorization/policy";
import { DEVICE_PATHS, DEVICE_TAG } from "./device-description";
import type { AnswerSpec, Endpoint, EndpointSpec } from "./endpoint";
import { Held } from "./requests";
import { ENDPOINTS } from "./routes";

type Json = { readonly [key: string]: unknown };

/** Answers that are problems, by status: what every endpoint may give, and what only some give. */
const PROBLEMS = {
  401: "No API key, or one that is malformed, unknown, revoked or expired.",
  403: "The key may not do this.",
  404: "There is nothing of the kind, as far as the key may know.",
  409: "It clashes with something that is there, or was changed at the same moment.",
  412: "It is at another version than was expected.",
  413: "The body, or what was asked for, is too large.",
  422: "Validation error: `errors` names every one of them, by field.",
  429: "Too many requests: `Retry-After` says when to try again, in seconds.",
  502: "The endpoint could not be reached, or its answer cannot be used. It may have done what it was asked for.",
  503: "The database or the audit log is out of reach. With the code `unavailable` nothing was saved; with `outcomeUnknown` the change may or may not have been. With `poolExhausted` no member of a pool can be taken: `Retry-After` says when one comes back, where one does.",
  504: "The endpoint took longer than it may.",
} as const;

const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    errors: z.record(z.string(), z.array(z.string())).optional(),
    usedBy: z
      .array(
        z.object({
          project: z.string(),
          projectName: z.string(),
          environment: z.string(),
          environmentName: z.string(),
          endpoint: z.string(),
        }),
      )
      .optional()
      .meta({ description: "Allowlist endpoints that use what was to be deleted." }),
    mappedInto: z
      .array(z.object({ project: z.string(), environment: z.string(), name: z.string() }))
      .optional()
      .meta({ description: "Where what was to be deleted is mapped into." }),
  })
  .meta({ id: "Problem", description: "RFC 9457" });

const SUCCESS = [200, 201, 202, 204, 304] as const;

const WAITS: AnswerSpec = {
  description: "The environment asks for approvals: the change waits as a request.",
  schema: Held,
};

/** The API's own description: OpenAPI 3.1, made from what the endpoints go by themselves. */
export function apiDocument(endpoints: readonly Endpoint[] = ENDPOINTS): Json {
  const schemas: Record<string, unknown> = {};
  const problem = schemaOf(Problem, "output", schemas);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { spec } of endpoints) {
    const name = spec.path.replace("*}", "}");
    paths[name] = { ...paths[name], [spec.method.toLowerCase()]: operationOf(spec, schemas) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Strongroom",
      version: "1.0.0",
      description:
        "Secrets for machines. A value leaves through `reveal`, `values` and `take` alone, on record.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/api/v1" }],
    security: [{ key: [] }],
    tags: [...new Set([...endpoints.map(({ spec }) => spec.tag), DEVICE_TAG])].map((name) => ({ name })),
    paths: { ...paths, ...DEVICE_PATHS },
    components: {
      securitySchemes: {
        key: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "sr_live_<id>_<secret> or sr_user_<id>_<secret>",
        },
      },
      responses: Object.fromEntries(
        Object.entries(PROBLEMS).map(([status, description]) => [
          `Problem${status}`,
          { description, content: { "application/problem+json": { schema: problem } } },
        ]),
      ),
      schemas: Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
}

function operationOf(spec: EndpointSpec, schemas: Record<string, unknown>): Json {
  const permissions = spec.action ? permissionsFor(spec.action).map((one) => `\`${one}\``) : [];
  const needs =
    permissions.length > 0 ? `Needs the permission ${permissions.join(" or ")}.` : "For every key.";
  const parameters = [
    ...parametersIn("path", spec.params, schemas),
    ...parametersIn("query", spec.query, schemas),
    ...Object.entries(spec.headers ?? {}).map(([name, description]) => ({
      name,
      in: "header",
      required: false,
      description,
      schema: { type: "string" },
    })),
  ];
  return {
    operationId: operationId(spec),
    tags: [spec.tag],
    summary: spec.summary,
    description: [spec.description, needs].filter(Boolean).join(" "),
    ...(parameters.length > 0 && { parameters }),
    ...(spec.body && { requestBody: bodyOf(spec.body, schemas) }),
    responses: { ...answersOf(spec, schemas), ...problemsOf(spec) },
  };
}

/** Such as `post_secrets_name_reveal`: stable as long as the address is. */
function operationId({ method, path }: EndpointSpec): string {
  return `${method.toLowerCase()}${path.replaceAll(/[^a-zA-Z]+/g, "_")}`.replace(/_$/, "");
}

function parametersIn(
  location: "path" | "query",
  schema: z.ZodObject | undefined,
  schemas: Record<string, unknown>,
): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, "input", schemas) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: location,
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema: rest,
  }));
}

function bodyOf(schema: z.ZodType, schemas: Record<string, unknown>): Json {
  const isRequired = !schema.safeParse(undefined).success;
  const content = { "application/json": { schema: schemaOf(schema, "input", schemas) } };
  return { required: isRequired, content };
}

function answersOf(spec: EndpointSpec, schemas: Record<string, unknown>): Json {
  const answers = SUCCESS.flatMap((status) => {
    const answer = spec.answers[status] ?? (status === 202 && spec.mayWait ? WAITS : undefined);
    if (!answer) return [];
    const schema = answer.schema ? schemaOf(answer.schema, "output", schemas) : { type: "string" };
    const hasBody = answer.schema !== undefined || answer.type !== undefined;
    const json = answer.json && { "application/json": { schema: schemaOf(answer.json, "output", schemas) } };
    const content = hasBody && { content: { [answer.type ?? "application/json"]: { schema }, ...json } };
    const headers = answer.headers && { headers: headersOf(answer.headers) };
    return [[String(status), { description: answer.description, ...headers, ...content }]];
  });
  return Object.fromEntries(answers);
}

function headersOf(headers: Readonly<Record<string, string>>): Json {
  const described = Object.entries(headers).map(([name, description]) => [
    name,
    { description, schema: { type: "string" } },
  ]);
  return Object.fromEntries(described);
}

function problemsOf({ method, body, problems = [] }: EndpointSpec): Json {
  const writes = method === "GET" || method === "HEAD" ? [] : [409];
  const statuses = [401, 403, 404, ...writes, ...(body ? [413] : []), 422, 429, 503, ...problems].sort();
  return Object.fromEntries(
    statuses.map((status) => [String(status), { $ref: `#/components/responses/Problem${status}` }]),
  );
}

/** A schema as JSON Schema; named parts go to `schemas` and are referred to. */
function schemaOf(schema: z.ZodType, io: "input" | "output", schemas: Record<string, unknown>): Json {
  const made = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    // The patterns of dates are long, and say no more than their format does.
    override: ({ jsonSchema }) => {
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
      delete jsonSchema.id;
    },
  });
  const text = JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/');
  const { $schema: _schema, $defs = {}, ...rest } = JSON.parse(text);
  Object.assign(schemas, $defs);
  return rest;
}
