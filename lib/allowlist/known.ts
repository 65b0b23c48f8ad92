import { missing } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import type { StoredSecret } from "./configuration/model";
import type { Endpoint } from "./model";
import { secretIdsOf } from "./references/service";
import { findNames } from "./references/store";
import { type EndpointGrant, findStored } from "./store";

export const ABSENT = "There is no such endpoint here. It may have been deleted.";

/**
 * The endpoint of that name. Throws `notFound` when it is not there, and, on record, when this actor may not know of it:
 * for an API key that is narrowed to names there are only endpoints all of whose secrets are among them.
 */
export async function requireEndpoint(
  ctx: Ctx,
  grant: EndpointGrant,
  name: string,
): Promise<Endpoint<StoredSecret>> {
  const stored = await findStored(ctx.pool, grant, name);
  if (stored && (await isKnown(ctx, grant, stored))) return stored;
  throw await missing(ctx, grant.action, stored, ABSENT);
}

/** Its kind does not matter: secrets are used, not read. */
async function isKnown(
  ctx: Ctx,
  { environment, sight: { names } }: EndpointGrant,
  { configuration }: Endpoint<StoredSecret>,
): Promise<boolean> {
  const ids = names === null ? [] : secretIdsOf(configuration);
  if (ids.length === 0) return true;
  const known = await findNames(ctx.pool, environment, ids, { audiences: null, names });
  return known.length === ids.length;
}
