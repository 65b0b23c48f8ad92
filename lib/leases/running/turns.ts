import { AppError } from "@/lib/platform/app-error";

/** How many sessions an instance has with the database of one source at once: it has others to serve. */
const AT_ONCE = 4;
const WAITING_MAX = 200;
const RETRY_AFTER_SECONDS = 5;

interface Line {
  running: number;
  readonly waiting: (() => void)[];
}

const lines = new Map<string, Line>();

/** Does work when its turn has come among that for the same source. Throws `throttled` when too many wait. */
export async function inTurn<T>(sourceId: string, work: () => Promise<T>): Promise<T> {
  const line = lines.get(sourceId) ?? { running: 0, waiting: [] };
  lines.set(sourceId, line);
  if (line.running >= AT_ONCE) {
    if (line.waiting.length >= WAITING_MAX)
      throw new AppError("throttled", "Too many requests for this lease source at once.", {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    await new Promise<void>((resolve) => line.waiting.push(resolve));
  } else line.running += 1;
  try {
    return await work();
  } finally {
    const next = line.waiting.shift();
    if (next) next();
    else if (--line.running === 0) lines.delete(sourceId);
  }
}
