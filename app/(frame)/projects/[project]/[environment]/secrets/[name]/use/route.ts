import type { EnvironmentTarget } from "@/lib/authorization/grant";
import { loadSecretUse } from "@/lib/secrets/readers/loaders";
import { readRoute } from "@/lib/web/read-route";

/** What depends on one secret, for the dialogs about it. */
export const GET = readRoute<EnvironmentTarget & { readonly name: string }>((ctx, { name, ...place }) =>
  loadSecretUse(ctx, { ...place, secret: { name } }),
);
