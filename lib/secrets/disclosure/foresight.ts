import type { KeyHome } from "@/lib/authorization/actor";
import type { EnvironmentRow, Grant } from "@/lib/authorization/grant";
import type { Ctx } from "@/lib/context";
import { foldName, nameMistake } from "../model";
import * as store from "./store";

/** Where a key is at home, as it was found before: neither ever changes. */
export type Home = Pick<EnvironmentRow, "id" | "projectId">;

/**
 * What a request will probably want from the database, asked while its key is still looked up or together with it, so that
 * both take the time of one. It is a guess and proves nothing: each of these gives its answer against a grant for the very
 * same thing, and null for any other.
 */
export interface Foreseen {
  readonly sealed?: store.ForeseenVersion;
  readonly lastChange?: (grant: Grant<"values.read">) => number | null;
}

/** For `revealSecret` of a current version. */
export function foreseeReveal(
  { pool, seals }: Pick<Ctx, "pool" | "seals">,
  home: Home,
  name: string,
): Foreseen {
  if (nameMistake(name) !== null) return {};
  return { sealed: store.foreseeSealed(pool, seals, home, foldName(name)) };
}

/** For `readValues`: what was found together with the key. */
export function foreseeValues({ environment: at, lastChange }: KeyHome): Foreseen {
  return { lastChange: ({ environment }) => (environment.id === at?.id ? lastChange : null) };
}
