import { Failure } from "../failure";
import type { Place } from "../place";
import { everyItem } from "../secret-list";
import { type Shell, warn } from "../shell";

/** The built-in project whose secrets other projects share. */
const SHARED_PROJECT = "platform";

/** Which of these names are shared secrets. */
export type SharedNames = (names: readonly string[]) => Promise<readonly string[]>;

/**
 * Tells shared secrets from a project's own by the list of mappings. A name that was mapped once stays shared, so that its removal
 * counts too. A key that may not see that list has every secret count as shared, and is told so.
 */
export function sharedNames(shell: Shell, place: Place): SharedNames {
  const known = new Set<string>();
  const learn = async (): Promise<boolean> => {
    try {
      const { project } = place.query.project ? place.query : await place.server.ask("GET", "/me");
      if (project === SHARED_PROJECT) return true;
      for (const { name } of await everyItem(place, "/shared-mappings"))
        known.add(String(name).toLowerCase());
      return false;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      warn(shell, `which secrets are shared cannot be told, so every change counts: ${error.message}`);
      return true;
    }
  };
  // What is shared now has to be known before the first change takes it away.
  let learned = learn();
  return async (names) => {
    const before = await learned;
    learned = before ? learned : learn();
    return (await learned) ? names : names.filter((name) => known.has(name.toLowerCase()));
  };
}
