import { setTimeout as sleep } from "node:timers/promises";
import { addressScope } from "@/lib/net/address-scope";
import { noteRefusal } from "@/lib/platform/activity";
import { canonicalJson } from "./chain";
import type { AuditContext } from "./event";
import type { NewAuditEvent } from "./model";

/** Rows within a minute for the same refusal of one caller, … */
export const SAME_ROWS_MAX = 5;
/** … for all refusals of one caller, … */
export const CALLER_ROWS_MAX = 60;
/** … and for everybody together who shows neither a session nor a key. */
export const ANONYMOUS_ROWS_MAX = 600;
/** How long a reader waits for refusals that are on their way. */
const SETTLED_MS_MAX = 1_000;
const MINUTE_MS = 60_000;
const SWEEP_MS = 5_000;
/** How many callers are remembered; those whose minute began first are summed up first. */
const CALLERS_MAX = 10_000;
/** Rows that wait for the log at a time. A log that is slow or down must be neither waited for nor crowded out. */
export const WAITING_ROWS_MAX = 1_000;

/** What was refused to one caller within a minute. */
interface Minute {
  readonly key: string;
  /** By the clock of the context, which decides, … */
  readonly startMs: number;
  /** … and by one that nobody sets, which ends a minute in which nothing more comes. */
  readonly openedMs: number;
  readonly rowsMax: number;
  readonly same: Map<string, number>;
  rows: number;
  /** What was counted and not written. */
  more: number;
  last: { readonly ctx: AuditContext; readonly action: NewAuditEvent["action"] };
}

/** Takes events over at once, in their order; resolves when they are durable. */
type Write = (ctx: AuditContext, events: readonly NewAuditEvent[]) => Promise<void>;

/**
 * Keeps refusals, which any caller can cause at will, from filling the log: the first ones of each kind within a minute are
 * events of their own, the rest become one event that says how many more there were. Counted on each instance. Whoever is
 * refused does not wait for the log: what it cannot take, or fails to write, is counted too.
 */
export function openRefusals(write: Write) {
  const minutes = new Map<string, Minute>();
  let timer: NodeJS.Timeout | null = null;
  let waiting = 0;
  let lastWrite: Promise<void> = Promise.resolve();

  const handOver = (last: Minute["last"], event: NewAuditEvent, onFailure: () => void): void => {
    waiting += 1;
    lastWrite = write(last.ctx, [event])
      .catch(onFailure)
      .finally(() => {
        waiting -= 1;
      });
  };
  const countMore = (minute: Minute, last: Minute["last"], more = 1) => {
    minute.more += more;
    minute.last = last;
  };
  const minuteOf = (key: string, rowsMax: number, last: Minute["last"]): Minute => {
    const nowMs = last.ctx.now().getTime();
    const known = minutes.get(key);
    if (known && nowMs >= known.startMs && nowMs < known.startMs + MINUTE_MS) return known;
    const openedMs = performance.now();
    const made = { key, startMs: nowMs, openedMs, rowsMax, same: new Map(), rows: 0, more: 0, last };
    minutes.delete(key);
    minutes.set(key, made);
    timer ??= setInterval(sweepOld, SWEEP_MS).unref();
    if (known) sumUp(known);
    const [oldest] = minutes.size > CALLERS_MAX ? minutes.values() : [];
    if (oldest) sumUp(oldest);
    return made;
  };
  const sumUp = (minute: Minute): void => {
    const { key, rowsMax, more, last } = minute;
    if (minutes.get(key) === minute) minutes.delete(key);
    minute.more = 0;
    if (more === 0) return;
    // Kept for the next time: a log that is back says how many there were meanwhile.
    handOver(last, { action: last.action, detail: { more } }, () =>
      countMore(minuteOf(key, rowsMax, last), last, more),
    );
  };
  const sweep = (isOver: (minute: Minute) => boolean): void => {
    for (const minute of [...minutes.values()].filter(isOver)) sumUp(minute);
    if (minutes.size === 0 && timer) {
      clearInterval(timer);
      timer = null;
    }
  };
  const sweepOld = () => {
    const since = performance.now() - MINUTE_MS;
    sweep(({ openedMs }) => openedMs <= since);
  };
  return {
    /** Hands a refusal to the log, or counts it, and returns at once. */
    add: (ctx: AuditContext, event: NewAuditEvent): void => {
      noteRefusal(event.action);
      const last = { ctx, action: event.action };
      const same = canonicalJson([JSON.stringify(event.target ?? null), event.detail ?? null]);
      const isAnonymous = ctx.actor.kind === "anonymous";
      const caller = minuteOf(`${event.action} ${callerOf(ctx)}`, CALLER_ROWS_MAX, last);
      const all = isAnonymous ? minuteOf(event.action, ANONYMOUS_ROWS_MAX, last) : caller;
      const isFull = (caller.same.get(same) ?? 0) >= SAME_ROWS_MAX || waiting >= WAITING_ROWS_MAX;
      const full = isFull ? caller : [caller, all].find(({ rows, rowsMax }) => rows >= rowsMax);
      if (full) {
        countMore(full, last);
        return;
      }
      caller.same.set(same, (caller.same.get(same) ?? 0) + 1);
      for (const minute of new Set([caller, all])) minute.rows += 1;
      handOver(last, event, () => countMore(minuteOf(caller.key, caller.rowsMax, last), last));
    },
    /** Resolves when all that was handed over is durable or counted again; a second later at most. */
    settled: async (): Promise<void> => {
      // Groups are written in their order, so the last one is done when all before it are.
      if (waiting > 0) await Promise.race([lastWrite, sleep(SETTLED_MS_MAX, undefined, { ref: false })]);
    },
    /** Hands over what was counted. */
    close: () => sweep(() => true),
  };
}

/** A person or key, wherever it is; anybody else by their address. */
function callerOf({ actor, request }: AuditContext): string {
  return actor.kind === "user" || actor.kind === "apiKey"
    ? `${actor.kind}:${actor.id}`
    : `${actor.kind}:${addressScope(request.ip)}`;
}
