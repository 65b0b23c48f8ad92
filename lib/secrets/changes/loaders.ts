import { mayEver } from "@/lib/authorization/authorize";
import type { EnvironmentTarget } from "@/lib/authorization/grant";
import type { SignedInCtx } from "@/lib/web/context";
import type { ChangeLog } from "./model";
import { type ChangeQuery, changeQuery } from "./schema";
import { readChanges } from "./service";

export interface ChangesPageData extends ChangeLog {
  readonly place: EnvironmentTarget;
  readonly query: ChangeQuery;
  readonly may: { readonly restore: boolean };
}

/** The change log of one secret for its page and its drawer. `given` is what the address asks for. */
export async function loadChanges(
  ctx: SignedInCtx,
  place: EnvironmentTarget,
  name: string,
  given: Readonly<Record<string, unknown>>,
): Promise<ChangesPageData> {
  const query = changeQuery.parse(given);
  const log = await readChanges(ctx, place, name, query);
  return { ...log, place, query, may: { restore: mayEver(ctx, "secret.restore") } };
}
