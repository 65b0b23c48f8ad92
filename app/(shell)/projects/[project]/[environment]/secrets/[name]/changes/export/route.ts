import type { EnvironmentRef } from "@/lib/authorization/permit";
import { downloadChanges } from "@/lib/secrets/changes/loaders";
import { readRoute } from "@/lib/web/read-route";

/** A whole change log as a file: `?format=csv` or `jsonl`, narrowed by `kind` like the page. */
export const GET = readRoute<EnvironmentRef & { name: string }>((ctx, { name, ...scope }, query) =>
  downloadChanges(ctx, scope, name, Object.fromEntries(query)),
);
