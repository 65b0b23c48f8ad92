import type { AuthenticatedKey } from "@/lib/api-keys/authentication/service";
import type { EnvironmentRow, Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { foldName, nameIssue } from "@/lib/names/model";
import type { PrefetchedPool } from "@/lib/pools/taking/store";
import * as store from "./store";

/** The environment that a key is bound to, as it was found before: neither id ever changes. */
export type BoundEnvironment = Pick<EnvironmentRow, "id" | "projectId">;

/**
 * What a request will probably want from the database, asked while its key is still looked up or together with it, so that
 * both take the time of one. It is a guess and proves nothing: each of these gives its answer against a permit for the very
 * same thing, and null for any other.
 */
export interface Prefetched {
  readonly sealed?: store.PrefetchedVersion;
  readonly pool?: PrefetchedPool;
  readonly lastChange?: (permit: Permit<"values.read">) => number | null;
}

/** For `revealSecret` of a current version. */
export function prefetchReveal(
  { pool, seals }: Pick<Ctx, "pool" | "seals">,
  environment: BoundEnvironment,
  name: string,
): Prefetched {
  if (nameIssue(name) !== null) return {};
  return { sealed: store.prefetchSealed(pool, seals, environment, foldName(name)) };
}

/** For `readValues`: what was read together with the key. */
export function prefetchedWithKey({ actor, lastChange }: AuthenticatedKey): Prefetched {
  if (lastChange === null) return {};
  return { lastChange: ({ environment }) => (environment.id === actor.environmentId ? lastChange : null) };
}
