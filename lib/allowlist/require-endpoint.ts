import { notFoundOrHidden } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { poolsIn, type StoredSecret } from "./configuration/model";
import type { Endpoint } from "./model";
import { secretIdsOf } from "./references/service";
import { type EndpointPermit, findStored } from "./store";

export const ABSENT = "There is no such endpoint here. It may have been deleted.";

/**
 * The endpoint of that name. Throws `notFound` when it is not there, and when this actor may not know of it:
 * for a narrowed API key there are only endpoints all of whose secrets are among its own.
 */
export async function requireEndpoint(
  ctx: Ctx,
  permit: EndpointPermit,
  name: string,
): Promise<Endpoint<StoredSecret>> {
  const stored = await findStored(ctx, permit, name);
  if (stored && isKnown(permit, stored)) return stored;
  throw await notFoundOrHidden(ctx, permit.action, ABSENT);
}

/** The key's kind does not matter: secrets are used, not read. */
function isKnown(
  { visibility: { secretIds } }: EndpointPermit,
  { configuration }: Endpoint<StoredSecret>,
): boolean {
  // Which secrets a pool holds may change at any time.
  return (
    secretIds === null ||
    (poolsIn(configuration).length === 0 && secretIdsOf(configuration).every((id) => secretIds.includes(id)))
  );
}
