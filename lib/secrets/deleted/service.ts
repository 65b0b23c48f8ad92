import { type Deletion, listDeletions } from "@/lib/audit/service";
import { authorize } from "@/lib/authorization/authorize";
import type { EnvironmentRef, EnvironmentRow } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import type { DeletedPage, DeletedSecret } from "./model";
import type { DeletedQuery } from "./schema";

const PAGE_SIZE = 50;

/**
 * The secrets of an environment that were deleted, the newest deletion first, as the audit log has them. For people: throws
 * `forbidden` for API keys.
 */
export async function listDeletedSecrets(
  ctx: Ctx,
  target: EnvironmentRef,
  { search, before }: DeletedQuery,
  limit = PAGE_SIZE,
): Promise<DeletedPage & { readonly environment: EnvironmentRow }> {
  const { environment, visibility } = await authorize(ctx, "secret.list", target);
  if (ctx.actor.kind === "apiKey") throw new AppError("forbidden", "No API key may do this.");
  const found = await listDeletions(ctx.pool, {
    environmentId: environment.id,
    search: search.trim() || null,
    before: before ?? null,
    // A grant on one secret ends with it.
    prefixes: visibility.secretIds && visibility.prefixes,
    limit: limit + 1,
  });
  const shown = found.slice(0, limit);
  const next = found.length > limit ? (shown.at(-1)?.seq ?? null) : null;
  return { environment, items: shown.map(deletedOf), next };
}

function deletedOf({ secretId, name, at, by, detail }: Deletion): DeletedSecret {
  const { versions } = detail;
  return {
    ...{ id: secretId, name, by },
    at: at.toISOString(),
    versions: typeof versions === "number" ? versions : null,
  };
}
