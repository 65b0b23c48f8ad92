import type { EnvironmentRow } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { foldName } from "@/lib/names/model";
import type { Prefetched } from "@/lib/secrets/reveal/prefetch";
import { poolNameIssue } from "../model";
import { hourOf } from "../usage/usage";
import { prefetchPool } from "./store";

/** For `takeMember`: the pool is read while the key is still looked up. */
export function prefetchTake(
  { pool, seals, now }: Pick<Ctx, "pool" | "seals" | "now">,
  environment: Pick<EnvironmentRow, "id">,
  name: string,
): Prefetched {
  if (poolNameIssue(name) !== null) return {};
  return { pool: prefetchPool(pool, seals, environment, foldName(name), hourOf(now())) };
}
