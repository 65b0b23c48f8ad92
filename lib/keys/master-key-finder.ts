import type { MasterKey, MasterKeys } from "@/lib/crypto/master-key";

/** Gives a master key by its id, or null if this instance does not have it. */
export type FindMasterKey = (id: string) => Promise<MasterKey | null>;

/**
 * Looks among the keys of the start and, for an id that is not there, among those that `reload` finds now: the key file
 * may have been rotated since. A reload that fails counts as not having the key.
 */
export function masterKeyFinder(input: MasterKeys, reload?: () => Promise<MasterKeys>): FindMasterKey {
  const known = new Map<string, MasterKey>();
  const remember = ({ current, previous }: MasterKeys) => {
    for (const key of [current, previous]) if (key) known.set(key.id, key);
  };
  remember(input);
  return async (id) => {
    if (!known.has(id) && reload) await reload().then(remember, () => {});
    return known.get(id) ?? null;
  };
}
