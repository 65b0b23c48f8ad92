import type { EnvironmentTarget } from "@/lib/authorization/grant";
import { listSecretsInUse } from "@/lib/secrets/listing/service";
import { secretQuery } from "@/lib/secrets/schema";
import { readRoute } from "@/lib/web/read-route";

/** The next rows of the list, for scrolling on. */
export const GET = readRoute<EnvironmentTarget>((ctx, place, query) =>
  listSecretsInUse(ctx, place, secretQuery.parse(Object.fromEntries(query))),
);
