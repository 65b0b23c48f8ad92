import type { Change } from "@/sdk/src/events/change";

/** Tells changes of shared secrets from those of a project's own. */
export interface SharedChanges {
  /** A change that was told of. */
  note(change: Change): void;
  /** From here on changes are told, but not what came before. */
  noteGap(): void;
  /** Whether something may have changed that was not told, since this was asked last. */
  takeGap(): boolean;
  /** Which of these names stand, or stood, for shared secrets, as far as it was told. */
  among(names: readonly string[]): readonly string[];
}

/** What a server says nothing about counts as shared: one new start too many does less harm than one too few. */
export function sharedChanges(): SharedChanges {
  const told = new Set<string>();
  let hasGap = false;
  return {
    note: (change) => {
      if (change.type === "reset") hasGap = true;
      else if (change.shared !== false) {
        for (const name of [change.name, change.renamedFrom]) if (name !== null) told.add(name.toLowerCase());
      }
    },
    noteGap: () => {
      hasGap = true;
    },
    takeGap: () => {
      const had = hasGap;
      hasGap = false;
      return had;
    },
    among: (names) => names.filter((name) => told.has(name.toLowerCase())),
  };
}
