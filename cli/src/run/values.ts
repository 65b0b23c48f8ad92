import { Failure } from "../failure";
import { isTextRecord } from "../json";
import type { Place } from "../place";
import { type Shell, warn } from "../shell";
import { type CacheTarget, dropValues, keepValues, keptValues } from "./cache";
import { inWords } from "./duration";

export type Values = Readonly<Record<string, string>>;

export interface ValuesWanted {
  /** Null: all of them. */
  readonly only: readonly string[] | null;
  /** How old kept values may be that stand in for the server; null: none are kept or used. */
  readonly offlineMsMax: number | null;
}

/** All values, in one request. */
export async function fetchValues({ server, query }: Place, only: ValuesWanted["only"]): Promise<Values> {
  const names = only?.join(",");
  const { values } = await server.ask("GET", "/values", { query: { ...query, names } });
  if (!isTextRecord(values)) throw new Failure("unreachable", `${server.url} answered without values`);
  return values;
}

/**
 * All values; when wanted so, those that were kept when the server is out of reach, and says how old they are. An answer that
 * refuses them drops what was kept.
 */
export async function fetchOrKeptValues(shell: Shell, place: Place, wanted: ValuesWanted): Promise<Values> {
  const { only, offlineMsMax } = wanted;
  if (offlineMsMax === null) return fetchValues(place, only);
  const target = targetOf(place, only);
  try {
    const values = await fetchValues(place, only);
    await keepValues(shell, target, values, new Date());
    return values;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.kind !== "unreachable") {
      dropValues(shell, target);
      throw error;
    }
    const kept = await keptValues(shell, target, offlineMsMax, new Date());
    if (!kept) throw new Failure(error.kind, `${error.message}\nno values are kept that are young enough`);
    warn(shell, `${error.message}; using values that are ${inWords(Date.now() - kept.at.getTime())} old`);
    return kept.values;
  }
}

function targetOf({ connection, query }: Place, only: ValuesWanted["only"]): CacheTarget {
  const { url, key } = connection;
  return { url, key, question: JSON.stringify([query.project, query.environment, only && [...only].sort()]) };
}
