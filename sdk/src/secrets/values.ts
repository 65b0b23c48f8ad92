import { failure } from "../errors.js";
import type { Connection } from "../http/connection.js";
import { type JsonRecord, recordIn, textIn } from "../http/json.js";

interface Known {
  readonly etag: string;
  readonly values: JsonRecord;
}

export interface ValuesOptions {
  /** The names to read; all that the key may read unless given. Every one has to be there. */
  readonly only?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** Sets of names whose values are kept; the one not asked for longest is forgotten first. */
const KNOWN_MAX = 32;
const NAMES_MAX = 200;
/** Addresses of more than 8 KiB are refused by many proxies. */
const NAMES_LENGTH_MAX = 6_000;

/** Reads values, keeps them in memory only, and asks each time whether they still hold: that costs the server little. */
export class Values {
  readonly #connection: Connection;
  readonly #known = new Map<string, Known>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async read({ only, signal }: ValuesOptions): Promise<Record<string, string>> {
    if (only === undefined) return textsOf([await this.#ask(undefined, signal)]);
    if (!Array.isArray(only) || only.some((name) => typeof name !== "string" || !/^[\w.-]+$/.test(name))) {
      throw failure(
        "usage",
        "only is a list of names: letters A to Z, digits, underscores, hyphens and dots.",
      );
    }
    const names = [...new Set(only)].sort();
    const answers: JsonRecord[] = [];
    for (const some of inRequests(names)) answers.push(await this.#ask(some.join(","), signal));
    return asAsked(only, textsOf(answers));
  }

  async #ask(names: string | undefined, signal: AbortSignal | undefined): Promise<JsonRecord> {
    const key = names ?? "";
    const known = this.#known.get(key);
    const { status, headers, json } = await this.#connection.call({
      method: "GET",
      path: "/values",
      query: { names },
      headers: known ? { "if-none-match": known.etag } : {},
      signal,
    });
    const values = status === 304 && known ? known.values : recordIn(recordIn(json).values);
    const etag = headers.get("etag") ?? known?.etag;
    this.#known.delete(key);
    if (etag !== undefined) this.#known.set(key, { etag, values });
    const [oldest] = this.#known.keys();
    if (this.#known.size > KNOWN_MAX && oldest !== undefined) this.#known.delete(oldest);
    return values;
  }
}

function* inRequests(names: readonly string[]): Generator<string[]> {
  let some: string[] = [];
  let length = 0;
  for (const name of names) {
    if (some.length === NAMES_MAX || length + name.length > NAMES_LENGTH_MAX) {
      yield some;
      some = [];
      length = 0;
    }
    some.push(name);
    length += name.length + 1;
  }
  if (some.length > 0) yield some;
}

/** Case does not matter in names, so the server may spell one otherwise. */
function asAsked(only: readonly string[], values: Readonly<Record<string, string>>): Record<string, string> {
  const byFolded = new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]));
  const entries = only.flatMap((name) => {
    const value = byFolded.get(name.toLowerCase());
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

function textsOf(answers: readonly JsonRecord[]): Record<string, string> {
  const entries = answers.flatMap((values) =>
    Object.keys(values).map((name) => [name, textIn(values, name)]),
  );
  return Object.fromEntries(entries);
}
