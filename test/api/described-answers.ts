import { Ajv2020 } from "ajv/dist/2020.js";
import type { Middleware } from "openapi-fetch";

/** The parts of an OpenAPI document that say what an answer is. */
interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly responses: Readonly<Record<string, DescribedAnswer>> };
}

interface Operation {
  readonly responses: Readonly<Record<string, DescribedAnswer>>;
}

interface DescribedAnswer {
  readonly $ref?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, unknown>>;
}

const FORMATS = {
  "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
  uuid: /^[0-9a-f-]{36}$/,
  date: /^\d{4}-\d\d-\d\d$/,
};

/**
 * Holds every answer that a generated client gets to what the document says: its status, media type, headers and body.
 * Throws for one that differs, and keeps a list of those that do not.
 */
export function describedAnswers(document: Described) {
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: FORMATS });
  ajv.addSchema(document, "api", undefined, false);
  const seen: string[] = [];

  const check = async (method: string, path: string, answer: Response): Promise<void> => {
    const name = `${method} ${path} ${answer.status}`;
    const input = document.paths[path]?.[method.toLowerCase()]?.responses[answer.status];
    if (!input) throw new Error(`${name} is not in the document`);
    const location = input.$ref?.slice(1).split("/") ?? [
      "",
      "paths",
      path,
      method.toLowerCase(),
      "responses",
      `${answer.status}`,
    ];
    const described = input.$ref === undefined ? input : document.components.responses[location.at(-1) ?? ""];
    for (const header of Object.keys(described?.headers ?? {})) {
      if (!answer.headers.has(header)) throw new Error(`${name} has no ${header}`);
    }
    const text = await answer.text();
    const [type] = Object.keys(described?.content ?? {});
    if (method !== "HEAD" && (type === undefined) !== (text === ""))
      throw new Error(`${name} is ${text || "empty"}`);
    if (type !== undefined && text !== "") {
      const sent = answer.headers.get("content-type");
      if (sent !== type) throw new Error(`${name} is ${sent}, not ${type}`);
      const isValid = ajv.getSchema(
        `api#${[...location, "content", type, "schema"].map(pointerPart).join("/")}`,
      );
      if (!isValid?.(JSON.parse(text)))
        throw new Error(`${name} differs: ${ajv.errorsText(isValid?.errors)}`);
    }
    seen.push(name);
  };
  const middleware: Middleware = {
    onResponse: ({ request, response, schemaPath }) => check(request.method, schemaPath, response.clone()),
  };
  return { middleware, seen };
}

/** RFC 6901, in the fragment of a URI. */
function pointerPart(part: string): string {
  return encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));
}
