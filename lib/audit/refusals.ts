import { addressScope } from "@/lib/net/address-scope";
import { canonicalJson } from "./chain";
import type { AuditContext } from "./event";
import type { NewAuditEvent } from "./model";

/** Rows within a minute for the same refusal of one caller, … */
export const SAME_ROWS_MAX = 5;
/** … for all refusals of one caller, … */
export const CALLER_ROWS_MAX = 60;
/** … and for everybody together who shows neither a session nor a key. */
export const ANONYMOUS_ROWS_MAX = 600;
const MINUTE_MS = 60_000;
const SWEEP_MS = 5_000;
/** How many callers are remembered; those whose minute began first are summed up first. */
const CALLERS_MAX = 10_000;

/** What was refused to one caller within a minute. */
interface Minute {
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

type Write = (ctx: AuditContext, events: readonly NewAuditEvent[]) => Promise<void>;

/**
 * Keeps refusals, which any caller can cause at will, from filling the log: the first ones of each kind within a minute are
 * events of their own, the rest become one event that says how many more there were. Counted on each instance.
 */
export function openRefusals(write: Write) {
  const minutes = new Map<string, Minute>();
  let timer: NodeJS.Timeout | null = null;

  const sumUp = async (key: string, minute: Minute): Promise<void> => {
    const { more, last } = minute;
    if (minutes.get(key) === minute) minutes.delete(key);
    minute.more = 0;
    if (more > 0) await write(last.ctx, [{ action: last.action, detail: { more } }]);
  };
  const sweep = async (isOver: (minute: Minute) => boolean): Promise<void> => {
    const over = [...minutes].filter(([, minute]) => isOver(minute));
    await Promise.all(over.map(([key, minute]) => sumUp(key, minute)));
    if (minutes.size === 0 && timer) {
      clearInterval(timer);
      timer = null;
    }
  };
  const sweepOld = () => {
    const since = performance.now() - MINUTE_MS;
    // The count is lost where the log cannot be written: then nothing else is answered either.
    sweep(({ openedMs }) => openedMs <= since).catch(() => {});
  };
  const minuteOf = async (key: string, rowsMax: number, last: Minute["last"]): Promise<Minute> => {
    const nowMs = last.ctx.now().getTime();
    const known = minutes.get(key);
    if (known && nowMs >= known.startMs && nowMs < known.startMs + MINUTE_MS) return known;
    const openedMs = performance.now();
    const made = { startMs: nowMs, openedMs, rowsMax, same: new Map(), rows: 0, more: 0, last };
    minutes.delete(key);
    minutes.set(key, made);
    timer ??= setInterval(sweepOld, SWEEP_MS).unref();
    if (known) await sumUp(key, known);
    const [oldest] = minutes.size > CALLERS_MAX ? minutes : [];
    if (oldest) await sumUp(...oldest);
    return made;
  };
  return {
    /** Writes a refusal, or counts it. Resolves when it is durable, or at once. */
    add: async (ctx: AuditContext, event: NewAuditEvent): Promise<void> => {
      const last = { ctx, action: event.action };
      const same = canonicalJson([JSON.stringify(event.target ?? null), event.detail ?? null]);
      const isAnonymous = ctx.actor.kind === "anonymous";
      const caller = await minuteOf(`${event.action} ${callerOf(ctx)}`, CALLER_ROWS_MAX, last);
      const all = isAnonymous ? await minuteOf(event.action, ANONYMOUS_ROWS_MAX, last) : caller;
      const isSameFull = (caller.same.get(same) ?? 0) >= SAME_ROWS_MAX;
      const full = isSameFull ? caller : [caller, all].find(({ rows, rowsMax }) => rows >= rowsMax);
      if (full) {
        full.more += 1;
        full.last = last;
        return;
      }
      caller.same.set(same, (caller.same.get(same) ?? 0) + 1);
      for (const minute of new Set([caller, all])) minute.rows += 1;
      await write(ctx, [event]);
    },
    /** Sums up what was counted. */
    close: () => sweep(() => true),
  };
}

/** A person or key, wherever it is; anybody else by their address. */
function callerOf({ actor, request }: AuditContext): string {
  return actor.kind === "user" || actor.kind === "apiKey"
    ? `${actor.kind}:${actor.id}`
    : `${actor.kind}:${addressScope(request.ip)}`;
}
