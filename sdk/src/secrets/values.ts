import { failure } from "../errors.js";
import type { Call, Connection } from "../http/connection.js";
import { type JsonRecord, recordIn, textIn } from "../http/json.js";
import type { Label } from "./secrets.js";

interface Known {
  readonly etag: string;
  readonly values: JsonRecord;
}

export interface ValuesOptions {
  /** The names to read; all that the key may read unless given. Every one has to be there. */
  readonly only?: readonly string[];
  /** Which values; the current ones unless given. Of all that the key may read, those that have no such value are left out. */
  readonly label?: Label | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Sets of names whose values are kept; the one not asked for longest is forgotten first. */
const KNOWN_MAX = 32;
/** As many as the server gives at once. */
const NAMES_MAX = 1_000;
/** Longer lists go into the body: many proxies refuse addresses of more than 8 KiB, some those of more than 2. */
const NAMES_IN_ADDRESS_LENGTH_MAX = 1_000;

/** Reads values, keeps them in memory only, and asks each time whether they still hold: that costs the server little. */
export class Values {
  readonly #connection: Connection;
  readonly #known = new Map<string, Known>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async read({ only, label, signal }: ValuesOptions): Promise<Record<string, string>> {
    if (only === undefined) return textsOf([await this.#ask({ label, signal })]);
    if (!Array.isArray(only) || only.some((name) => typeof name !== "string" || !/^[\w.-]+$/.test(name))) {
      throw failure(
        "usage",
        "only is a list of names: letters A to Z, digits, underscores, hyphens and dots.",
      );
    }
    const names = [...new Set(only)].sort();
    const answers: JsonRecord[] = [];
    for (let at = 0; at < names.length; at += NAMES_MAX)
      answers.push(await this.#ask({ names: names.slice(at, at + NAMES_MAX), label, signal }));
    return asAsked(only, textsOf(answers));
  }

  async #ask({ signal, ...asked }: AskedValues & Pick<ValuesOptions, "signal">): Promise<JsonRecord> {
    const key = `${asked.label ?? "current"} ${asked.names?.join(",") ?? ""}`;
    const known = this.#known.get(key);
    const { status, headers, json } = await this.#connection.call({
      ...valuesCall(asked),
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

interface AskedValues {
  readonly names?: readonly string[] | undefined;
  readonly label?: Label | undefined;
}

/** The request for these values, or for all. However it is sent, it is one read. */
export function valuesCall({ names, label }: AskedValues): Call {
  const joined = names?.join(",");
  if (joined === undefined || joined.length <= NAMES_IN_ADDRESS_LENGTH_MAX)
    return { method: "GET", path: "/values", query: { names: joined, label } };
  return { method: "POST", path: "/values", body: { names, ...(label && { label }) }, effect: "nothing" };
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
