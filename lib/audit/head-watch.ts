import { AppError } from "@/lib/platform/app-error";
import type { ChainHead } from "./chain";

/** The end of the chain as the database has it, and what stands there now where it ended when this process last looked. */
export interface FoundHead extends ChainHead {
  /** Null when nothing stands there. */
  readonly hashAtSeen: Buffer | null;
  /** Whether what stood there may have left with old events: then its leaf in the tree is kept. */
  readonly mayHaveLeft: boolean;
}

/** Notices that the end of the chain went back behind what this process wrote or saw. */
export interface HeadWatch {
  /** The end as it was last seen: what `hashAtSeen` has to be read for, and what has to be handed to `check`. */
  seen(): ChainHead | null;
  /** Throws AppError unavailable, from the first time on always, when what was found does not go on from what was seen. */
  check(seen: ChainHead | null, found: FoundHead): void;
  /** Takes note of an end that this process committed. */
  note(end: ChainHead): void;
}

/**
 * `onRolledBack` is told once, `onCommitted` of every end that this process committed. It is only memory: after a restart an
 * older end looks like any other.
 */
export function openHeadWatch(
  onRolledBack: (seen: ChainHead, found: ChainHead) => void,
  onCommitted: (seq: number) => void = () => {},
): HeadWatch {
  let last: ChainHead | null = null;
  let isBroken = false;
  const note = (end: ChainHead) => {
    if (!last || end.seq > last.seq) last = { seq: end.seq, hash: end.hash };
  };
  return {
    seen: () => last,
    check: (seen, found) => {
      if (isBroken) throw rolledBack();
      if (seen && !goesOn(seen, found)) {
        isBroken = true;
        onRolledBack(seen, found);
        throw rolledBack();
      }
      note(found);
    },
    note: (end) => {
      note(end);
      onCommitted(end.seq);
    },
  };
}

function goesOn(seen: ChainHead, found: FoundHead): boolean {
  if (seen.seq === 0) return true;
  if (found.seq === seen.seq) return found.hash.equals(seen.hash);
  if (found.seq < seen.seq) return false;
  return found.hashAtSeen === null ? found.mayHaveLeft : found.hashAtSeen.equals(seen.hash);
}

function rolledBack(): AppError {
  return new AppError(
    "unavailable",
    "The audit log was set back behind what this instance wrote, so nothing is done. An Owner has to look at it.",
  );
}
