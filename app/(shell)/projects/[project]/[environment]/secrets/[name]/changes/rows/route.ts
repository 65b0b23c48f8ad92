import type { EnvironmentRef } from "@/lib/authorization/permit";
import { loadChanges } from "@/lib/secrets/changes/loaders";
import { readRoute } from "@/lib/web/read-route";

/** A change log for the drawer, and its older lines for the page. */
export const GET = readRoute<EnvironmentRef & { name: string }>((ctx, { name, ...scope }, query) =>
  loadChanges(ctx, scope, name, Object.fromEntries(query)),
);
