import type { EnvironmentTarget } from "@/lib/authorization/grant";
import { checkName } from "@/lib/secrets/listing/service";
import { readRoute } from "@/lib/web/read-route";

/** Whether a name follows the rules and is free, while someone types it. */
export const GET = readRoute<EnvironmentTarget>((ctx, place, query) =>
  checkName(ctx, place, query.get("name") ?? ""),
);
