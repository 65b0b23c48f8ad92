import type { z } from "zod";
import { AppError } from "@/lib/platform/app-error";
import { holdsStorable, NOT_STORABLE } from "@/lib/platform/text";

/** A request's input as it came. */
export interface RawInput {
  readonly params: Readonly<Record<string, string>>;
  /** All that stands after the question mark. */
  readonly queryText: string;
  readonly body: Buffer | null;
  readonly header: (name: string) => string | undefined;
}

export interface Schemas {
  readonly params: z.ZodType;
  readonly query: z.ZodType;
  readonly body: z.ZodType;
  /** Fields of the body that are handed on to others as they are. */
  readonly opaque: readonly string[];
}

export type Part = "params" | "query" | "body";

/** Names that are plain enough to be repeated to whoever sent them. */
const PLAIN_NAME = /^[A-Za-z_][\w.-]{0,99}$/;

/**
 * Parses path, query and body. Throws `validation` with every error of all three at once; repeats nothing of a value.
 * Nothing gets further that holds text which the database cannot hold, but for the body's opaque fields.
 */
export function parseInput(schemas: Schemas, raw: RawInput): Record<Part, unknown> {
  const fieldIssues = new FieldIssues();
  const read = {
    params: raw.params,
    query: readQuery(raw.queryText, fieldIssues),
    body: raw.body === null ? undefined : readJson(raw.body, fieldIssues),
  };
  const parsed: Record<Part, unknown> = { params: null, query: null, body: null };
  for (const part of ["params", "query", "body"] as const) {
    if (read[part] === UNREADABLE) continue;
    if (fieldIssues.addUnstorable(read[part], part, schemas.opaque)) continue;
    const result = schemas[part].safeParse(read[part]);
    if (result.success) parsed[part] = result.data;
    else fieldIssues.addAll(result.error, part);
  }
  fieldIssues.throwAny();
  return parsed;
}

/** Stands for input that has been found to be wrong already. */
const UNREADABLE = Symbol("unreadable");

function readQuery(text: string, fieldIssues: FieldIssues): object | typeof UNREADABLE {
  const query = new Map<string, string>();
  for (const part of text.split("&")) {
    if (part === "") continue;
    const [name, value] = decodePair(part);
    if (name === null || value === null) {
      fieldIssues.add("query", "The query is not percent-encoded UTF-8.");
      return UNREADABLE;
    }
    if (query.has(name)) fieldIssues.add(shownName(name, "query"), "Duplicate parameter.");
    query.set(name, value);
  }
  return Object.fromEntries(query);
}

function decodePair(part: string): [string | null, string | null] {
  const at = part.indexOf("=");
  const pair = at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
  const [name = null, value = null] = pair.map(decode);
  return [name, value];
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return null;
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function readJson(bytes: Buffer, fieldIssues: FieldIssues): unknown {
  if (bytes.length === 0) return undefined;
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (error) {
    // The error itself would repeat what was sent.
    const isText = error instanceof SyntaxError;
    fieldIssues.add("body", isText ? "The body is not well-formed JSON." : "The body is not UTF-8 text.");
    return UNREADABLE;
  }
}

/** What is wrong with a request, by the name of the field. */
class FieldIssues {
  readonly #fields = new Map<string, string[]>();

  add(field: string, message: string): void {
    this.#fields.set(field, [...(this.#fields.get(field) ?? []), message]);
  }

  /** Adds the fields whose text the database cannot hold, and says whether there are any. */
  addUnstorable(input: unknown, part: Part, opaque: readonly string[]): boolean {
    const whole = wholeOf(part);
    const isRecord = typeof input === "object" && input !== null && !Array.isArray(input);
    const entries = isRecord ? Object.entries(input) : [[whole, input] as const];
    const found = entries.filter(
      ([name, inner]) => !(part === "body" && opaque.includes(name)) && !holdsStorable([name, inner]),
    );
    for (const [name] of found) this.add(shownName(name, whole), NOT_STORABLE);
    return found.length > 0;
  }

  addAll(error: z.ZodError, part: Part): void {
    const whole = wholeOf(part);
    for (const issue of error.issues) {
      const isUnknown = issue.code === "unrecognized_keys";
      if (isUnknown && issue.path.length === 0) this.#addUnknown(issue.keys, whole);
      else
        this.add(shownName(nameOf(issue.path, whole), whole), isUnknown ? UNKNOWN : messageOf(issue, whole));
    }
  }

  #addUnknown(names: readonly string[], whole: string): void {
    for (const name of names) {
      const shown = shownName(name, whole);
      this.add(shown, shown === whole ? "Unknown field." : UNKNOWN);
    }
  }

  throwAny(): void {
    if (this.#fields.size === 0) return;
    const fields = Object.fromEntries(this.#fields);
    throw new AppError("validation", "Some parts of this request are invalid.", { fields });
  }
}

function wholeOf(part: Part): string {
  return part === "params" ? "path" : part;
}

const UNKNOWN = "Unknown field.";

/** What has parts within parts, all of them with names of the schema's own: nothing else is told by its whole path. */
const DEEP: readonly string[] = ["configuration", "rotator", "schedule", "subject", "target"];
/** What may be lists of objects. */
const OBJECTS: readonly string[] = ["secrets", "members"];

/** Such as `permissions`, but `configuration.headers.0.value` and `secrets.3.name`. */
function nameOf(path: readonly PropertyKey[], whole: string): string {
  const [field = whole] = path;
  const isDeep = DEEP.includes(String(field)) || (OBJECTS.includes(String(field)) && path.length > 2);
  return isDeep ? path.join(".") : String(field);
}

function shownName(name: string, whole: string): string {
  return PLAIN_NAME.test(name) ? name : whole;
}

function messageOf(issue: z.core.$ZodIssue, whole: string): string {
  const isWhole = issue.path.length === 0 && issue.code === "invalid_type";
  return isWhole ? `The ${whole} is missing, or is not of the right kind.` : issue.message;
}
