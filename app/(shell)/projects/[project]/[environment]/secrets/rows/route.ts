import { findEndpointsByName } from "@/lib/allowlist/search/service";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { findOutside, listSecretsInUse } from "@/lib/secrets/listing/service";
import { loadSecretRows } from "@/lib/secrets/loaders";
import { secretQuery } from "@/lib/secrets/schema";
import { readRoute } from "@/lib/web/read-route";

/** The next rows of the list, for scrolling on; for the palette, with the endpoints that have the text in their names, and secrets of other environments and projects. */
export const GET = readRoute<EnvironmentRef>(async (ctx, scope, query) => {
  const asked = secretQuery.parse(Object.fromEntries(query));
  if (query.get("with") !== "endpoints") return loadSecretRows(ctx, scope, asked);
  const [page, endpoints, outside] = await Promise.all([
    listSecretsInUse(ctx, scope, asked),
    findEndpointsByName(ctx, scope, asked.search),
    findOutside(ctx, scope, asked.search),
  ]);
  return { ...page, endpoints, outside };
});
