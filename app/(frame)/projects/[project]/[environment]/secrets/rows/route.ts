import { findEndpointsByName } from "@/lib/allowlist/finding/service";
import type { EnvironmentTarget } from "@/lib/authorization/grant";
import { listSecretsInUse } from "@/lib/secrets/listing/service";
import { secretQuery } from "@/lib/secrets/schema";
import { readRoute } from "@/lib/web/read-route";

/** The next rows of the list, for scrolling on; for the palette, with the endpoints that have the text in their names. */
export const GET = readRoute<EnvironmentTarget>(async (ctx, place, query) => {
  const asked = secretQuery.parse(Object.fromEntries(query));
  if (query.get("with") !== "endpoints") return listSecretsInUse(ctx, place, asked);
  const [page, endpoints] = await Promise.all([
    listSecretsInUse(ctx, place, asked),
    findEndpointsByName(ctx, place, asked.search),
  ]);
  return { ...page, endpoints };
});
