import { mayEver } from "@/lib/authorization/authorize";
import { findProject } from "@/lib/projects/service";
import type { SignedInCtx } from "@/lib/web/context";
import type { ApiKeyUse } from "./model";
import { openApiKeyUse } from "./service";

export interface ApiKeyPageData extends ApiKeyUse {
  readonly project: { readonly slug: string; readonly name: string };
  readonly may: { readonly revoke: boolean; readonly narrow: boolean };
}

/** One API key for its page in a project. Throws `notFound`. */
export async function loadApiKeyPage(
  ctx: SignedInCtx,
  project: string,
  keyId: string,
): Promise<ApiKeyPageData> {
  const use = await openApiKeyUse(ctx, project, keyId);
  const { slug, name } = await findProject(ctx, project);
  const isOfAll = use.key.project === null;
  const isWorking = use.key.status === "active";
  return {
    ...use,
    project: { slug, name },
    may: {
      revoke:
        use.key.status !== "revoked" && mayEver(ctx, isOfAll ? "organisationKey.revoke" : "apiKey.revoke"),
      narrow: isWorking && mayEver(ctx, isOfAll ? "organisationKey.narrow" : "apiKey.narrow"),
    },
  };
}
