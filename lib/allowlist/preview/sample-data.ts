import { METHODS_WITHOUT_BODY } from "../configuration/contradictions";
import type { Configuration, Method } from "../configuration/model";
import { setField } from "../envelope/chosen-fields";
import { parameterOf, type Step, stepsOf } from "../envelope/field-path";

const TEXT = "sample";

/**
 * Data with every field that a configuration wants to encrypt, for a first preview: any JSON, undefined where a request
 * of the method has no body, and a query.
 */
export function sampleOf(
  method: Method,
  { contentType, encryption }: Pick<Configuration<unknown>, "contentType" | "encryption">,
): {
  readonly data: unknown;
  readonly query: Readonly<Record<string, string>>;
} {
  const body = contentType === "text" ? "Hello" : { greeting: "Hello" };
  const first = METHODS_WITHOUT_BODY.includes(method) ? undefined : body;
  if (encryption?.level !== "fields") return { data: first, query: {} };
  if (encryption.in === "query") {
    return {
      data: first,
      query: Object.fromEntries(encryption.paths.map((path) => [parameterOf(path), TEXT])),
    };
  }
  if (first === undefined) return { data: first, query: {} };
  const data = encryption.paths
    .map(stepsOf)
    .reduce<unknown>((all, steps) => withField(all, steps, 0), undefined);
  return { data: data ?? first, query: {} };
}

/** The data with a text at the end of the steps, and what leads there. What is no list or object is replaced. */
function withField(data: unknown, steps: readonly Step[], at: number): unknown {
  const step = steps[at];
  if (step === undefined) return data ?? TEXT;
  if (step === "every") return [withField(Array.isArray(data) ? data[0] : undefined, steps, at + 1)];
  const found: Readonly<Record<string, unknown>> =
    typeof data === "object" && data !== null && !Array.isArray(data) ? { ...data } : {};
  const held = Object.hasOwn(found, step.name) ? found[step.name] : undefined;
  const copy = { ...found };
  setField(copy, step.name, withField(held, steps, at + 1));
  return copy;
}
