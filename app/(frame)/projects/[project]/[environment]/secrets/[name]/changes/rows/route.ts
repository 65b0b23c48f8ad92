import type { EnvironmentTarget } from "@/lib/authorization/grant";
import { loadChanges } from "@/lib/secrets/changes/loaders";
import { readRoute } from "@/lib/web/read-route";

/** A change log for the drawer, and its older lines for the page. */
export const GET = readRoute<EnvironmentTarget & { name: string }>((ctx, { name, ...place }, query) =>
  loadChanges(ctx, place, name, Object.fromEntries(query)),
);
