import type { EnvironmentRef } from "@/lib/authorization/permit";
import { loadSecretUse } from "@/lib/secrets/access-history/loaders";
import { readRoute } from "@/lib/web/read-route";

/** What depends on one secret, for the dialogs about it. */
export const GET = readRoute<EnvironmentRef & { readonly name: string }>((ctx, { name, ...scope }) =>
  loadSecretUse(ctx, { ...scope, secret: { name } }),
);
