import { setTimeout as pause } from "node:timers/promises";
import { watchChanges } from "@/sdk/src/events/watch";
import { Connection } from "@/sdk/src/http/connection";
import { settingsOf } from "@/sdk/src/http/settings";
import { Failure } from "../failure";
import type { Place } from "../place";
import { printable } from "../printable";
import { type Shell, warn } from "../shell";
import { openMailbox } from "./mailbox";
import { type SharedNames, sharedNames } from "./shared-names";
import type { Change } from "./supervision";
import { fetchValues, type ReadValues, type Values } from "./values";

/** Changes often come several at once. */
const DEBOUNCE_MS = 300;
const RETRY_MS = 5_000;

export interface WatchPlan {
  readonly watched: "shared" | "all";
  /** Null: all of them. */
  readonly only: readonly string[] | null;
  /** Throws for values that no program can be started with. */
  readonly check: (values: Values) => void;
}

export interface ValueWatch {
  /** The next change that is worth a new start. */
  next(): Promise<Change<ReadValues>>;
  stop(): void;
}

/**
 * Watches the values that a program was started with. A change is worth a new start when one of them is another now, or is gone
 * or new, and it is shared or all are watched. Looks again after every connection too, so that nothing between two is missed.
 */
export function watchValues(shell: Shell, place: Place, plan: WatchPlan, first: ReadValues): ValueWatch {
  const end = new AbortController();
  const found = openMailbox<Change<ReadValues>>();
  const shared = plan.watched === "all" ? null : sharedNames(shell, place);
  let held = first;
  const look = latest(end.signal, async () => {
    await pause(DEBOUNCE_MS);
    const read = await fetchAgain(shell, place, plan, held, look);
    const changed = read ? await worthwhile(differing(held, read), shared) : [];
    if (!read || changed.length === 0 || end.signal.aborted) return;
    held = read;
    found.put({ reason: `${changed.map(printable).join(", ")} changed`, next: read });
  });
  void listen(shell, place, end.signal, look);
  return { next: found.take, stop: () => end.abort() };
}

async function listen(shell: Shell, place: Place, signal: AbortSignal, look: () => void): Promise<void> {
  const { connection, query } = place;
  const settings = settingsOf({
    url: connection.url,
    apiKey: connection.key,
    ...query,
    fetch: async (...request) => {
      const response = await fetch(...request);
      if (response.ok) look();
      return response;
    },
  });
  let said = "";
  const onError = ({ detail }: Error & { detail: string }) => {
    if (detail !== said) warn(shell, `watching for changes: ${printable(detail)}`);
    said = detail;
  };
  await watchChanges(new Connection(settings), look, { signal, onError });
}

/** What the server gives now; null when nothing changed or it cannot be had. The program goes on with what it has then. */
async function fetchAgain(
  shell: Shell,
  place: Place,
  { only, check }: WatchPlan,
  { tag }: ReadValues,
  retry: () => void,
): Promise<ReadValues | null> {
  try {
    const read = await fetchValues(place, only, tag);
    if (read) check(read.values);
    return read;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    warn(shell, `the program goes on with the values that it has: ${error.message}`);
    if (error.kind === "unreachable") setTimeout(retry, RETRY_MS).unref();
    return null;
  }
}

/** The names whose values are not the same, or are in one of the two only. */
function differing({ values: before }: ReadValues, { values: after }: ReadValues): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]);
}

async function worthwhile(names: readonly string[], shared: SharedNames | null): Promise<readonly string[]> {
  return names.length === 0 || shared === null ? names : shared(names);
}

/** Runs work one at a time; calls meanwhile come to one more run. */
function latest(signal: AbortSignal, work: () => Promise<void>): () => void {
  let isRunning = false;
  let isWanted = false;
  const run = async () => {
    isRunning = true;
    while (isWanted && !signal.aborted) {
      isWanted = false;
      await work();
    }
    isRunning = false;
  };
  return () => {
    isWanted = true;
    if (!isRunning) void run();
  };
}
