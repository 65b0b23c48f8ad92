import type { Gauge } from "prom-client";
import type { AuditLog } from "@/lib/audit/log";
import type { Pool } from "@/lib/db/client";
import { type Activity, watchActivities } from "@/lib/platform/activity";
import { VERSION } from "@/lib/platform/version";
import type { Figures } from "./figures";

const FAST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const SLOW_SECONDS = [0.01, 0.1, 1, 10, 60];

export interface Metrics {
  readonly contentType: string;
  /** In the text format of Prometheus. */
  text(): Promise<string>;
  close(): void;
}

interface MetricsOptions {
  readonly pool: Pool;
  readonly audit: Pick<AuditLog, "waiting">;
  readonly figures: () => Promise<Figures | null>;
}

/**
 * Counts what this instance does from now on. Each label has few values, none of which anybody gave: a class of requests, a
 * status, the name of a job, of a stream or of an action.
 */
export async function openMetrics({ pool, audit, figures }: MetricsOptions): Promise<Metrics> {
  const { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } = await import("prom-client");
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name: `strongroom_${name}`, help, labelNames, registers });
  const histogram = (name: string, help: string, buckets: number[], labelNames: string[] = []) =>
    new Histogram({ name: `strongroom_${name}`, help, buckets, labelNames, registers });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `strongroom_${name}`, help, labelNames, registers });

  gauge("build_info", "The version, as a label.", ["version"]).set({ version: VERSION }, 1);
  const requests = counter("requests_total", "Answers, by class and status.", ["class", "status"]);
  const latencies = histogram("request_duration_seconds", "Until the end of the answer.", FAST_SECONDS, [
    "class",
  ]);
  const statements = counter("request_statements_total", "Statements that requests sent to the database.", [
    "class",
  ]);
  const jobs = histogram("job_duration_seconds", "How long jobs ran.", SLOW_SECONDS, ["job"]);
  const failures = counter("job_failures_total", "Tries of jobs that failed.", ["job"]);
  const outgoing = counter("outgoing_requests_total", "Requests to endpoints, by what came of them.", [
    "outcome",
  ]);
  const outgoingTimes = histogram(
    "outgoing_request_duration_seconds",
    "How long endpoints took.",
    FAST_SECONDS,
  );
  const refusals = counter("refusals_total", "What was refused, by its action in the audit log.", ["action"]);
  for (const action of ["session.refused", "access.refused", "apiKey.refused"]) refusals.inc({ action }, 0);

  const watched: Readonly<Record<Activity["kind"], (activity: Activity, seconds: number) => void>> = {
    request: (activity, seconds) => {
      const labels = { class: activity.routeClass ?? "page" };
      requests.inc({ ...labels, status: activity.outcome });
      latencies.observe(labels, seconds);
      statements.inc(labels, activity.statements);
    },
    job: ({ name, isFailed }, seconds) => {
      jobs.observe({ job: name }, seconds);
      if (isFailed) failures.inc({ job: name });
    },
    outgoing: ({ outcome }, seconds) => {
      outgoing.inc({ outcome: /^\d/.test(outcome) ? `${outcome[0]}xx` : outcome });
      outgoingTimes.observe(seconds);
    },
  };
  const stopWatching = watchActivities({
    onEnd: (activity) => watched[activity.kind](activity, activity.ms / 1_000),
    onRefusal: (action) => refusals.inc({ action }),
  });

  const connections = gauge("database_connections", "Connections of this instance.", ["state"]);
  const own = {
    max: gauge("database_connections_max", "The most connections that this instance opens."),
    waiting: gauge("database_waiting", "What waits for a connection."),
    pending: gauge("audit_pending_events", "Events that this instance has still to write."),
    isUp: gauge(
      "database_up",
      "1 when the database answered, 0 when not; then what it would know is left out.",
    ),
  };
  const shared = sharedGauges(gauge);
  return {
    contentType: registry.contentType,
    text: async () => {
      connections.set({ state: "used" }, pool.totalCount - pool.idleCount);
      connections.set({ state: "idle" }, pool.idleCount);
      own.max.set(pool.options.max);
      own.waiting.set(pool.waitingCount);
      own.pending.set(audit.waiting());
      const known = await figures();
      own.isUp.set(known ? 1 : 0);
      for (const set of shared) set(known);
      return registry.metrics();
    },
    close: () => {
      stopWatching();
      registry.clear();
    },
  };
}

type Setter = (known: Figures | null) => void;

/** What every instance says the same of, since it is the database that knows. What is not known is left out, not 0. */
function sharedGauges(gauge: (name: string, help: string, labelNames?: string[]) => Gauge): Setter[] {
  const one = (name: string, help: string, pick: (figures: Figures) => number | null) => {
    const metric = gauge(name, help);
    return (known: Figures | null) => {
      const value = known && pick(known);
      if (value === null) metric.remove();
      else metric.set(value);
    };
  };
  const perStream = (name: string, help: string, pick: (stream: Figures["streams"][number]) => number) => {
    const metric = gauge(name, help, ["stream"]);
    return (known: Figures | null) => {
      metric.reset();
      for (const stream of known?.streams ?? []) metric.set({ stream: stream.name }, pick(stream));
    };
  };
  return [
    one("instances", "Instances that live.", ({ instances }) => instances),
    one("database_size_bytes", "Size of the database.", ({ bytes }) => bytes),
    one("disk_free_bytes", "Free space in the data directory.", ({ disk }) => disk?.freeBytes ?? null),
    one("disk_size_bytes", "Size of its disk.", ({ disk }) => disk?.bytes ?? null),
    one("jobs_waiting", "Jobs that are due and not begun.", ({ queue }) => queue.waiting),
    one("jobs_oldest_waiting_seconds", "How late the first of them is.", ({ queue }) => queue.waitingSeconds),
    one("jobs_retrying", "Jobs that failed and are tried again.", ({ queue }) => queue.retrying),
    one("jobs_failed", "Jobs that failed for good and wait for somebody.", ({ queue }) => queue.failed),
    one("audit_unindexed_events", "Events that cannot be searched for yet.", ({ unindexed }) => unindexed),
    perStream("audit_stream_waiting_events", "Events that were not sent on yet.", ({ waiting }) => waiting),
    perStream(
      "audit_stream_waiting_seconds",
      "For how long the first of them waits.",
      ({ waitingSeconds }) => waitingSeconds,
    ),
    perStream("audit_stream_failing", "1 when the last try failed.", ({ isFailing }) => (isFailing ? 1 : 0)),
    one(
      "backup_good",
      "1 when the last backup was good and is not old.",
      ({ backup }) => backup && Number(backup.isGood),
    ),
    one("backup_age_seconds", "Since the last good backup.", ({ backup }) =>
      backup?.made ? (Date.now() - backup.made.at.getTime()) / 1_000 : null,
    ),
    one("backup_size_bytes", "Of the last good backup.", ({ backup }) => backup?.made?.bytes ?? null),
    one("sessions_active", "Sessions that have not expired; ends at 10000.", ({ sessions }) => sessions),
    one(
      "api_keys_expiring",
      "API keys that end within 14 days; ends at 1000.",
      ({ expiringKeys }) => expiringKeys,
    ),
    one(
      "values_expiring",
      "Current values of secrets that end within 14 days; ends at 1000.",
      ({ expiringValues }) => expiringValues,
    ),
    one("master_key_age_seconds", "Age of the master key.", ({ masterKeySeconds }) => masterKeySeconds),
    one(
      "project_key_age_max_seconds",
      "Age of the oldest project key in use.",
      ({ projectKeySeconds }) => projectKeySeconds,
    ),
  ];
}
