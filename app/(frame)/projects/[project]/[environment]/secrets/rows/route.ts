import type { EnvironmentTarget } from "@/lib/authorization/grant";
import { listSecrets } from "@/lib/secrets/listing/service";
import { secretQuery } from "@/lib/secrets/schema";
import { readRoute } from "@/lib/web/read-route";

/** The next rows of the list, for scrolling on. */
export const GET = readRoute<EnvironmentTarget>((ctx, place, query) =>
  listSecrets(ctx, place, secretQuery.parse(Object.fromEntries(query))),
);
