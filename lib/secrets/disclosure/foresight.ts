import type { EnvironmentRow } from "@/lib/authorization/grant";
import type { Pool } from "@/lib/db/client";
import { foldName, nameMistake } from "../model";
import * as store from "./store";

/** Where a key is at home, as it was found before: neither ever changes. */
export type Home = Pick<EnvironmentRow, "id" | "projectId">;

/**
 * What a request will probably want from the database, asked while its key is still looked up, so that both take the time
 * of one. It is a guess and proves nothing: each of these gives its answer against a grant for the very same thing, and
 * null for any other.
 */
export interface Foreseen {
  readonly sealed?: store.ForeseenVersion;
  readonly lastChange?: store.ForeseenChange;
}

/** For `revealSecret` of a current version. */
export function foreseeReveal(pool: Pool, home: Home, name: string): Foreseen {
  return nameMistake(name) === null ? { sealed: store.foreseeSealed(pool, home, foldName(name)) } : {};
}

/** For `readValues`. */
export function foreseeValues(pool: Pool, home: Home): Foreseen {
  return { lastChange: store.foreseeLastChange(pool, home) };
}
