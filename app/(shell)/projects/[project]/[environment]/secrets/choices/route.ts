import { secretChoices } from "@/lib/allowlist/references/service";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { readRoute } from "@/lib/web/read-route";

/** Names that an endpoint can refer to, while someone looks for one of more than a list shows. */
export const GET = readRoute<EnvironmentRef>((ctx, scope, query) =>
  secretChoices(ctx, scope, query.get("search") ?? ""),
);
