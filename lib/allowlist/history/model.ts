/** One send as the audit log has it. */
export interface SendRecord {
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly actorKind: string;
  readonly actor: string;
  /** The endpoint's own; null when there was no answer. */
  readonly status: number | null;
  /** Why there was no answer that could be used; null when there was. */
  readonly reason: string | null;
  /** Null when nothing was sent. */
  readonly durationMs: number | null;
  readonly attempts: number | null;
  readonly bytesSent: number | null;
  readonly bytesReceived: number | null;
  /** Whether it was the stored response of an earlier send. */
  readonly isReplayed: boolean;
}

export interface SendHistory {
  /** Newest first, at most 200. */
  readonly sends: readonly SendRecord[];
  /** How many of them were really sent: the others got the stored response of an earlier one. */
  readonly sentCount: number;
  /** From 0 to 1, of those that were really sent: answered with a status of 2xx. Null without any. */
  readonly successRate: number | null;
  /** In ms, of those that were really sent, also where no answer came; null without any. */
  readonly latency: { readonly p50: number; readonly p95: number; readonly max: number } | null;
}

export const SENDS_SHOWN_MAX = 200;

/** Those that reached out to the endpoint: what figures and chart are about. */
export function reallySent(sends: readonly SendRecord[]): SendRecord[] {
  return sends.filter(({ isReplayed }) => !isReplayed);
}

/** Whether a send ended as its caller wished. A redirect is no success: it is not followed. */
export function isGood({ status, reason }: SendRecord): boolean {
  return reason === null && status !== null && status >= 200 && status < 300;
}

/** What a page says of the last sends, all together. */
export function summarise(sends: readonly SendRecord[]): SendHistory {
  const real = reallySent(sends);
  const good = real.filter(isGood);
  const times = real
    .flatMap(({ durationMs }) => (durationMs === null ? [] : [durationMs]))
    .sort((a, b) => a - b);
  const at = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
  return {
    sends,
    sentCount: real.length,
    successRate: real.length > 0 ? good.length / real.length : null,
    latency: times.length > 0 ? { p50: at(0.5), p95: at(0.95), max: at(1) } : null,
  };
}
