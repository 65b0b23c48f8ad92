import { AsyncLocalStorage } from "node:async_hooks";
import { channel } from "node:diagnostics_channel";

/** What a request is for, so far as it says how long it may take. */
export type RouteClass = "page" | "action" | "signIn" | "api" | "stream" | "static" | "health" | "metrics";

/** The ids by which another program knows what an activity belongs to. */
export interface TraceParent {
  readonly traceId: string;
  readonly spanId: string;
  /** Whether that program keeps the trace. */
  readonly isSampled: boolean;
}

/**
 * A piece of work, as those see it who watch the program: the log, metrics and traces. Nothing in it was given by anybody, so
 * no path, no name and no value: each text in it is one of few.
 */
export interface Activity {
  readonly kind: "request" | "job" | "outgoing";
  /** The pattern of an address, such as `/projects/[project]`, or the name of a job. */
  name: string;
  routeClass: RouteClass | null;
  /** Of HTTP. */
  readonly method: string | null;
  /** The status of an answer, or in a word what became of it. */
  outcome: string;
  isFailed: boolean;
  /** The id that the client was told. */
  readonly requestId: string | null;
  /** What it is a part of. */
  readonly parent: Activity | null;
  /** What a client said that it belongs to, if that is believed. */
  readonly remote: TraceParent | null;
  /** Since 1970, with fractions. */
  readonly startedAtMs: number;
  ms: number;
  /** What it asked of the database itself. */
  statements: number;
  statementsMs: number;
}

const current = new AsyncLocalStorage<Activity>();
const ended = channel("strongroom.activity.ended");
const refused = channel("strongroom.refused");

type Start = Pick<Activity, "kind" | "name"> &
  Partial<Pick<Activity, "routeClass" | "method" | "requestId" | "remote">>;

/** What runs at this moment; null outside of any. */
export function currentActivity(): Activity | null {
  return current.getStore() ?? null;
}

export function beginActivity(start: Start): Activity {
  const parent = currentActivity();
  return {
    routeClass: null,
    method: null,
    requestId: parent?.requestId ?? null,
    remote: null,
    ...start,
    ...{ outcome: "ok", isFailed: false, parent, statements: 0, statementsMs: 0 },
    startedAtMs: performance.timeOrigin + performance.now(),
    ms: 0,
  };
}

/** Does work as part of an activity. */
export function within<T>(activity: Activity, work: () => T): T {
  return current.run(activity, work);
}

export function endActivity(activity: Activity, outcome: string, isFailed: boolean): void {
  activity.ms = performance.timeOrigin + performance.now() - activity.startedAtMs;
  activity.outcome = outcome;
  activity.isFailed = isFailed;
  ended.publish(activity);
}

/** Notes how long the database took for one statement of what runs at this moment. */
export function noteStatement(ms: number): void {
  const activity = current.getStore();
  if (!activity) return;
  activity.statements += 1;
  activity.statementsMs += ms;
}

/** Notes a refusal, by its action in the audit log. */
export function noteRefusal(action: string): void {
  refused.publish(action);
}

interface Watcher {
  readonly onEnd?: (activity: Activity) => void;
  readonly onRefusal?: (action: string) => void;
}

/** Has every activity of this process told from now on. Returns how to stop that. */
export function watchActivities({ onEnd, onRefusal }: Watcher): () => void {
  const told = [
    [ended, onEnd],
    [refused, onRefusal],
  ] as const;
  const stops = told.flatMap(([at, listener]) => {
    if (!listener) return [];
    const subscriber = (message: unknown) => listener(message as never);
    at.subscribe(subscriber);
    return [() => at.unsubscribe(subscriber)];
  });
  return () => {
    for (const stop of stops) stop();
  };
}
