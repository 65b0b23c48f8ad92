import { authorize } from "@/lib/authorization/authorize";
import type { Permission } from "@/lib/authorization/permission";
import type { SecretTarget } from "@/lib/authorization/permit";
import { kindsFor } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { KEYS_SHOWN, type ReachingKeys } from "./model";
import * as store from "./store";

/** What lets a key do something to a secret. Out of pools it gets the values of their members. */
const ON_SECRETS: readonly Permission[] = [
  ...(["secrets:list", "secrets:read", "secrets:write", "secrets:delete", "secrets:rotate"] as const),
];

/**
 * Which API keys reach a secret, and when each read it last: by their scope, kind and permissions, and by what they are narrowed
 * to. For people. `inPool` says that the secret is in a pool, out of which keys get it too.
 */
export async function listKeysReaching(
  ctx: Ctx,
  target: SecretTarget,
  { offset = 0, inPool = false }: { readonly offset?: number; readonly inPool?: boolean } = {},
): Promise<ReachingKeys> {
  const { environment, secret } = await authorize(ctx, "secret.read", target);
  await authorize(ctx, "apiKey.list", { project: environment.projectSlug });
  requirePerson(ctx);
  const permissions: Permission[] = inPool ? [...ON_SECRETS, "pools:use"] : [...ON_SECRETS];
  const asked = { secret, environment, kinds: kindsFor(secret.audience), permissions, now: ctx.now() };
  const { items, count } = await store.listReachingKeys(ctx.pool, asked, { offset, limit: KEYS_SHOWN });
  const end = offset + items.length;
  const listed = items.map((key) => ({
    ...key,
    permissions: permissions.filter((permission) => key.permissions.includes(permission)),
  }));
  return { items: listed, count, next: items.length > 0 && end < count ? String(end) : null };
}

/** When keys that are bound to the places which a shared secret is mapped into read it last. For people. */
export async function lastReadsIn(ctx: Ctx, target: SecretTarget): Promise<readonly store.ScopeRead[]> {
  const { environment, secret } = await authorize(ctx, "secret.read", target);
  await authorize(ctx, "apiKey.list", { project: environment.projectSlug });
  requirePerson(ctx);
  return store.lastReadsByScope(ctx.pool, secret.id);
}

/** A key is not told of keys elsewhere. */
function requirePerson({ actor }: Ctx): void {
  if (actor.kind === "apiKey") throw new AppError("forbidden", "No API key may do this.");
}
