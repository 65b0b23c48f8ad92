import { valuesCall } from "@/sdk/src/secrets/values";
import { Failure } from "../failure";
import { isTextRecord } from "../json";
import { printable } from "../printable";
import type { Scope } from "../scope";
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

/** For how long the server is tried again when kept values may stand in for it. */
const OFFLINE_RETRY_MS = 2_000;

/** All values, in one request; null when they are those of the given tag. */
export async function fetchValues(
  { server, query }: Scope,
  only: ValuesWanted["only"],
  { tag, retryMs }: { readonly tag?: string | null; readonly retryMs?: number } = {},
): Promise<ReadValues | null> {
  const { method, path, query: names, ...call } = valuesCall({ names: only ?? undefined });
  const question = { ...call, query: { ...query, ...names }, ...(tag && { tag }), retryMs };
  const answer = await server.ask(method, path, question);
  if (tag && Object.keys(answer).length === 0) return null;
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
  scope: Scope,
  { only, offlineMsMax }: ValuesWanted,
): Promise<ReadValues> {
  if (offlineMsMax === null) return fetchAll(scope, only);
  const target = targetOf(scope, only);
  const fetchAndKeep = async (retryMs?: number) => {
    try {
      const read = await fetchAll(scope, only, retryMs);
      await keepIfPossible(shell, target, read.values);
      return read;
    } catch (error) {
      if (error instanceof Failure && !isUnreachable(error)) dropValues(shell, target);
      throw error;
    }
  };
  try {
    return await fetchAndKeep(OFFLINE_RETRY_MS);
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    const kept = await keptValues(shell, target, offlineMsMax, new Date());
    if (kept) {
      const age = inWords(Date.now() - kept.at.getTime());
      warn(shell, `${error.message}; using values that are ${age} old`);
      return { values: kept.values, tag: null };
    }
  }
  return fetchAndKeep().catch((error: unknown) => {
    if (!isUnreachable(error)) throw error;
    throw new Failure(error.kind, `${error.message}\nno values are kept that are young enough`);
  });
}

async function fetchAll(scope: Scope, only: ValuesWanted["only"], retryMs?: number): Promise<ReadValues> {
  const read = await fetchValues(scope, only, retryMs === undefined ? {} : { retryMs });
  return read ?? { values: {}, tag: null };
}

function isUnreachable(error: unknown): error is Failure {
  return error instanceof Failure && error.kind === "unreachable";
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

function targetOf({ connection, query }: Scope, only: ValuesWanted["only"]): CacheTarget {
  const { url, key } = connection;
  return { url, key, question: JSON.stringify([query.project, query.environment, only && [...only].sort()]) };
}
