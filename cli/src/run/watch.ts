import { setTimeout as pause } from "node:timers/promises";
import { watchChanges } from "@/sdk/src/events/watch";
import { Connection } from "@/sdk/src/http/connection";
import { settingsOf } from "@/sdk/src/http/settings";
import { Failure } from "../failure";
import { openTransport } from "../http/transport";
import { printable } from "../printable";
import type { Scope } from "../scope";
import { type Shell, warn } from "../shell";
import { openMailbox } from "./mailbox";
import { type SharedChanges, sharedChanges } from "./shared-changes";
import type { Change } from "./supervision";
import { fetchValues, type ReadValues, type Values } from "./values";

/** Changes often come several at once: they count once there was none for a while, or after the longest time to wait. */
const DEBOUNCE_MS = 300;
const DEBOUNCE_MS_MAX = 1_000;
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
 * or new, and it is shared or all are watched. Looks again after every connection too, so that nothing between two is missed:
 * what changed before the first one is not told, and counts.
 */
export function watchValues(shell: Shell, scope: Scope, plan: WatchPlan, first: ReadValues): ValueWatch {
  const end = new AbortController();
  const found = openMailbox<Change<ReadValues>>();
  const shared = sharedChanges();
  let held = first;
  const look = latest(end.signal, async () => {
    // Before the values are read: what is told later is for the next look.
    const countsAll = shared.takeGap() || plan.watched === "all";
    const read = await fetchAgain(shell, scope, plan, held, look);
    if (!read) return countsAll ? shared.noteGap() : undefined;
    const differs = differing(held, read);
    const changed = countsAll ? differs : shared.among(differs);
    if (changed.length === 0 || end.signal.aborted) return;
    held = read;
    found.put({ reason: `${changed.map(printable).join(", ")} changed`, next: read });
  });
  void listen(shell, scope, end.signal, look, shared);
  return { next: found.take, stop: () => end.abort() };
}

async function listen(
  shell: Shell,
  scope: Scope,
  signal: AbortSignal,
  look: () => void,
  shared: SharedChanges,
): Promise<void> {
  const { connection, query } = scope;
  const transport = openTransport(connection.url, shell.env);
  const settings = settingsOf({
    url: connection.url,
    apiKey: connection.key,
    ...query,
    fetch: async (address, init) => {
      const response = await transport(address, init);
      if (response.ok && !("last-event-id" in { ...init.headers })) shared.noteGap();
      if (response.ok) look();
      return response;
    },
  });
  let said = "";
  const onError = ({ detail }: Error & { detail: string }) => {
    if (detail !== said) warn(shell, `watching for changes: ${printable(detail)}`);
    said = detail;
  };
  const onChange = (change: Parameters<SharedChanges["note"]>[0]) => {
    shared.note(change);
    look();
  };
  await watchChanges(new Connection(settings), onChange, { signal, onError });
}

/** What the server gives now; null when it cannot be had. The program goes on with what it has then. */
async function fetchAgain(
  shell: Shell,
  scope: Scope,
  { only, check }: WatchPlan,
  held: ReadValues,
  retry: () => void,
): Promise<ReadValues | null> {
  try {
    const read = await fetchValues(scope, only, { tag: held.tag });
    if (!read) return held;
    check(read.values);
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

/** Runs work one at a time, once calls have settled; calls meanwhile come to one more run. */
function latest(signal: AbortSignal, work: () => Promise<void>): () => void {
  let isRunning = false;
  let isWanted = false;
  const run = async () => {
    isRunning = true;
    while (isWanted && !signal.aborted) {
      await settled();
      await work();
    }
    isRunning = false;
  };
  const settled = async () => {
    const begunAt = performance.now();
    do {
      isWanted = false;
      await pause(DEBOUNCE_MS);
    } while (isWanted && performance.now() - begunAt < DEBOUNCE_MS_MAX);
    isWanted = false;
  };
  return () => {
    isWanted = true;
    if (!isRunning) void run();
  };
}
