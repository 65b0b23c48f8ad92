import { AppError } from "@/lib/platform/app-error";

/** Files that one person or API key may take at once, and everybody together, on one instance. */
export const DOWNLOADS_PER_CALLER_MAX = 3;
const DOWNLOADS_MAX = 100;

const KEY = Symbol.for("strongroom.downloads");
const registry = globalThis as { [KEY]?: Map<string, number> };

/** Takes a place for a file; answers how to give it back. Throws `throttled` when there is none. */
export function takeSlot(caller: string): () => void {
  // One for the whole process, although Next loads this module several times.
  registry[KEY] ??= new Map();
  const taken = registry[KEY];
  const ofCaller = taken.get(caller) ?? 0;
  const all = [...taken.values()].reduce((sum, count) => sum + count, 0);
  if (ofCaller >= DOWNLOADS_PER_CALLER_MAX || all >= DOWNLOADS_MAX) {
    throw new AppError("throttled", "Too many files are being downloaded at once. Wait for one to end.", {
      retryAfterSeconds: 10,
    });
  }
  taken.set(caller, ofCaller + 1);
  let isTaken = true;
  return () => {
    if (!isTaken) return;
    isTaken = false;
    const left = (taken.get(caller) ?? 1) - 1;
    if (left > 0) taken.set(caller, left);
    else taken.delete(caller);
  };
}
