import type { Activity } from "@/lib/platform/activity";

/** The ids of a span, in hex. */
export interface SpanIds {
  readonly traceId: string;
  readonly spanId: string;
}

const KINDS = { job: 1, request: 2, outgoing: 3 } as const satisfies Record<Activity["kind"], number>;
const STATUS_ERROR = 2;

/** A span of OTLP, as its JSON has it. What is in it, an activity says: nothing that anybody gave. */
export function spanOf(activity: Activity, { traceId, spanId }: SpanIds, parentSpanId: string | null) {
  const { kind, name, method, outcome, isFailed, requestId, startedAtMs, ms, statements } = activity;
  const status = /^\d{3}$/.test(outcome) ? Number(outcome) : null;
  const attributes = {
    "http.request.method": method,
    "http.route": kind === "request" ? name : null,
    "http.response.status_code": status,
    "error.type": isFailed ? outcome : null,
    "strongroom.request.id": requestId,
    "strongroom.job": kind === "job" ? name : null,
    "strongroom.database.statements": kind === "outgoing" ? null : statements,
    "strongroom.database.ms": kind === "outgoing" ? null : Math.round(activity.statementsMs * 10) / 10,
  };
  return {
    traceId,
    spanId,
    ...(parentSpanId && { parentSpanId }),
    name: method === null ? name : `${method} ${name}`,
    kind: KINDS[kind],
    startTimeUnixNano: nanoseconds(startedAtMs),
    endTimeUnixNano: nanoseconds(startedAtMs + ms),
    attributes: attributesOf(attributes),
    ...(isFailed && { status: { code: STATUS_ERROR } }),
  };
}

export type Span = ReturnType<typeof spanOf>;

/** Named values as OTLP has them, without those that are null. */
export function attributesOf(named: Readonly<Record<string, string | number | null>>) {
  return Object.entries(named)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => ({ key, value: anyValue(value ?? "") }));
}

function anyValue(value: string | number): Readonly<Record<string, string | number>> {
  if (typeof value === "string") return { stringValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

/** As text: such a number has more digits than JSON keeps. */
function nanoseconds(ms: number): string {
  return (BigInt(Math.round(ms * 1_000)) * 1_000n).toString();
}
