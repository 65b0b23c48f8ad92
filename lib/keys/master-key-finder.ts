import type { MasterKey, MasterKeys } from "@/lib/crypto/master-key";

/** Gives a master key by its id, or null if this instance does not have it. */
export type FindMasterKey = (id: string) => Promise<MasterKey | null>;

/** The master keys that this instance holds. */
export interface HeldMasterKeys {
  /** Looks among them and, for an id that is not there, among those that are found now: the key file may have been rotated since. */
  readonly find: FindMasterKey;
  /** The ids of all, after looking whether there are others by now: one that is prepared is held before it is needed. */
  readonly ids: () => Promise<readonly string[]>;
}

/** Those of the start, and what `reload` finds later. A reload that fails counts as finding none. */
export function openHeldKeys(
  input: MasterKeys,
  reload?: () => Promise<MasterKeys>,
  isReloadedOften = false,
): HeldMasterKeys {
  const known = new Map<string, MasterKey>();
  const remember = ({ current, previous }: MasterKeys) => {
    for (const key of [current, previous]) if (key) known.set(key.id, key);
  };
  const readAgain = async () => reload?.().then(remember, () => {});
  remember(input);
  return {
    find: async (id) => {
      if (!known.has(id)) await readAgain();
      return known.get(id) ?? null;
    },
    ids: async () => {
      if (isReloadedOften) await readAgain();
      return [...known.keys()];
    },
  };
}
