import { Failure } from "../failure";
import { isTextRecord } from "../json";
import type { Place } from "../place";
import { printable } from "../printable";
import { type Shell, warn } from "../shell";
import { type CacheTarget, dropValues, keepValues, keptValues } from "./cache";
import { inWords } from "./duration";

export type Values = Readonly<Record<string, string>>;

export interface ReadValues {
  readonly values: Values;
  /** What names this answer when the server is asked whether anything changed since; null for kept values. */
  readonly tag: string | null;
}

export interface ValuesWanted {
  /** Null: all of them. */
  readonly only: readonly string[] | null;
  /** How old kept values may be that stand in for the server; null: none are kept or used. */
  readonly offlineMsMax: number | null;
}

/** All values, in one request; null when they are those of the given tag. */
export async function fetchValues(
  { server, query }: Place,
  only: ValuesWanted["only"],
  tag: string | null,
): Promise<ReadValues | null> {
  const question = { query: { ...query, names: only?.join(",") }, ...(tag !== null && { tag }) };
  const answer = await server.ask("GET", "/values", question);
  if (tag !== null && Object.keys(answer).length === 0) return null;
  const { values, version } = answer;
  if (!isTextRecord(values)) throw new Failure("unreachable", `${server.url} answered without values`);
  return { values, tag: typeof version === "string" ? version : null };
}

/**
 * All values; when wanted so, those that were kept when the server is out of reach, and says how old they are. An answer that
 * refuses them drops what was kept.
 */
export async function fetchOrKeptValues(
  shell: Shell,
  place: Place,
  wanted: ValuesWanted,
): Promise<ReadValues> {
  const { only, offlineMsMax } = wanted;
  const target = targetOf(place, only);
  try {
    const read = (await fetchValues(place, only, null)) ?? { values: {}, tag: null };
    if (offlineMsMax !== null) await keepIfPossible(shell, target, read.values);
    return read;
  } catch (error) {
    if (!(error instanceof Failure) || offlineMsMax === null) throw error;
    if (error.kind !== "unreachable") {
      dropValues(shell, target);
      throw error;
    }
    const kept = await keptValues(shell, target, offlineMsMax, new Date());
    if (!kept) throw new Failure(error.kind, `${error.message}\nno values are kept that are young enough`);
    warn(shell, `${error.message}; using values that are ${inWords(Date.now() - kept.at.getTime())} old`);
    return { values: kept.values, tag: null };
  }
}

/** A place that cannot be written to must not keep a program from starting. */
async function keepIfPossible(shell: Shell, target: CacheTarget, values: Values): Promise<void> {
  try {
    await keepValues(shell, target, values, new Date());
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown reason";
    warn(shell, `values could not be kept for --prefer-offline: ${printable(reason)}`);
  }
}

function targetOf({ connection, query }: Place, only: ValuesWanted["only"]): CacheTarget {
  const { url, key } = connection;
  return { url, key, question: JSON.stringify([query.project, query.environment, only && [...only].sort()]) };
}
