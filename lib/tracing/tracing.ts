import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import type { Logger } from "pino";
import { type Activity, watchActivities } from "@/lib/platform/activity";
import type { TraceSettings } from "@/lib/platform/trace-settings";
import { VERSION } from "@/lib/platform/version";
import { attributesOf, type Span, type SpanIds, spanOf } from "./span";

const SEND_EVERY_MS = 2_000;
const BATCH_MAX = 512;
/** What waits at most. A collector that is slow or away costs spans, not memory. */
const WAITING_MAX = 4_096;
const SEND_MS_MAX = 5_000;
/** What would bury everything else. */
const NOT_TRACED: readonly (string | null)[] = ["static", "health", "metrics"];

export interface Tracing {
  /** Sends what waits. Never rejects. */
  close(): Promise<void>;
}

interface TracingOptions {
  readonly settings: TraceSettings;
  /** Of this instance. */
  readonly instanceId: string;
  readonly log: Pick<Logger, "warn">;
}

/** Sends a span for each request, job and outgoing call to a collector, by OTLP over HTTP with JSON. */
export function openTracing({ settings, instanceId, log }: TracingOptions): Tracing {
  const ids = new WeakMap<Activity, SpanIds>();
  const idsOf = (activity: Activity): SpanIds => {
    const known = ids.get(activity);
    if (known) return known;
    const above = activity.parent ? idsOf(activity.parent) : activity.remote;
    const made = { traceId: above?.traceId ?? newHex(16), spanId: newHex(8) };
    ids.set(activity, made);
    return made;
  };
  let waiting: Span[] = [];
  let isFailing = false;
  const send = async (): Promise<void> => {
    while (waiting.length > 0) {
      const spans = waiting.slice(0, BATCH_MAX);
      waiting = waiting.slice(BATCH_MAX);
      const trouble = await post(settings, bodyOf(settings, instanceId, spans));
      // It may come back. What waits goes with what failed, so that a stop does not hang on it.
      if (trouble !== null) waiting = [];
      if (trouble !== null && !isFailing) log.warn({ reason: trouble }, "traces were not sent");
      isFailing = trouble !== null;
    }
  };
  let sending = Promise.resolve();
  const sendLater = () => {
    sending = sending.then(send);
    return sending;
  };
  const timer = setInterval(() => void (waiting.length > 0 && sendLater()), SEND_EVERY_MS).unref();
  const stopWatching = watchActivities({
    onEnd: (activity) => {
      if (NOT_TRACED.includes(activity.routeClass) || !isWanted(activity, idsOf, settings.share)) return;
      if (waiting.length >= WAITING_MAX) return;
      const above = activity.parent ? idsOf(activity.parent) : activity.remote;
      waiting.push(spanOf(activity, idsOf(activity), above?.spanId ?? null));
    },
  });
  return {
    close: async () => {
      stopWatching();
      clearInterval(timer);
      await sendLater();
    },
  };
}

/** Whole traces are kept or left out: by what a believed client decided, else by the share that is wanted. */
function isWanted(activity: Activity, idsOf: (activity: Activity) => SpanIds, share: number): boolean {
  let root = activity;
  while (root.parent) root = root.parent;
  if (root.remote) return root.remote.isSampled;
  return Number.parseInt(idsOf(root).traceId.slice(-8), 16) < share * 2 ** 32;
}

function bodyOf({ serviceName }: TraceSettings, instanceId: string, spans: readonly Span[]): string {
  const resource = attributesOf({
    "service.name": serviceName,
    "service.version": VERSION,
    "service.instance.id": instanceId,
    "host.name": hostname(),
  });
  const scopeSpans = [{ scope: { name: "strongroom", version: VERSION }, spans }];
  return JSON.stringify({ resourceSpans: [{ resource: { attributes: resource }, scopeSpans }] });
}

/** Why it did not arrive; null when it did. */
async function post({ url, headers }: TraceSettings, body: string): Promise<string | null> {
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { ...headers, "Content-Type": "application/json" },
      body,
      // Whoever answers there does not choose where the headers go next.
      redirect: "error",
      signal: AbortSignal.timeout(SEND_MS_MAX),
    });
    await answer.body?.cancel();
    return answer.ok ? null : `the collector answered ${answer.status}`;
  } catch (error) {
    return error instanceof Error && error.name === "TimeoutError" ? "no answer in time" : "no connection";
  }
}

function newHex(bytes: number): string {
  return randomBytes(bytes).toString("hex");
}
