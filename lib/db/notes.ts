import type { Logger } from "pino";

/** How long what happened may wait to be written. */
const FLUSH_MS = 2_000;
/** What waits at most. More than that between two writes is left out. */
const WAITING_MAX = 20_000;

/** Gathers what happens and writes it in batches beside the answers: noting waits for nothing and never fails. */
export interface Notes<T> {
  /** Notes something under an id; `merge` makes one of what waits there and what comes, else the later one stands. */
  note(id: string, noted: T): void;
  /** What waits under an id, also while it is being written. */
  waiting(id: string): T | undefined;
  /** Writes what waits. */
  flush(): Promise<void>;
  /** Writes what waits, then takes nothing more. */
  close(): Promise<void>;
}

interface Options<T> {
  readonly write: (notes: readonly T[]) => Promise<void>;
  readonly merge?: (waiting: T, noted: T) => T;
  readonly log: Pick<Logger, "warn">;
  /** For the log, when it could not be written. */
  readonly lost: string;
}

/** For what people look at, and nothing that counts: what cannot be written is dropped with a warning. */
export function openNotes<T>({ write, merge = (_, noted) => noted, log, lost }: Options<T>): Notes<T> {
  let notes = new Map<string, T>();
  let underWay = new Map<string, T>();
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;
  let writing = Promise.resolve();

  const writeNotes = async () => {
    if (notes.size === 0) return;
    [underWay, notes] = [notes, new Map()];
    try {
      await write([...underWay.values()]);
    } catch (error) {
      log.warn({ err: error }, lost);
    }
    underWay = new Map();
  };
  const flush = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    writing = writing.then(writeNotes);
    return writing;
  };
  return {
    note: (id, noted) => {
      const before = notes.get(id);
      if (isClosed || (notes.size >= WAITING_MAX && before === undefined)) return;
      notes.set(id, before === undefined ? noted : merge(before, noted));
      timer ??= setTimeout(flush, FLUSH_MS).unref();
    },
    waiting: (id) => {
      const [being, next] = [underWay.get(id), notes.get(id)];
      return being !== undefined && next !== undefined ? merge(being, next) : (being ?? next);
    },
    flush,
    close: async () => {
      isClosed = true;
      await flush();
    },
  };
}
