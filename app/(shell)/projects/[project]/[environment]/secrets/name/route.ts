import type { EnvironmentRef } from "@/lib/authorization/permit";
import { checkName } from "@/lib/secrets/listing/service";
import { readRoute } from "@/lib/web/read-route";

/** Whether a name follows the rules and is free, while someone types it. */
export const GET = readRoute<EnvironmentRef>((ctx, scope, query) =>
  checkName(ctx, scope, query.get("name") ?? ""),
);
