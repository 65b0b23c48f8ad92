import { mayEver } from "@/lib/authorization/authorize";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { nameIssue } from "@/lib/names/model";
import { AppError, isAppError } from "@/lib/platform/app-error";
import { findRights } from "@/lib/secrets/rights";
import { findSecretIfThere } from "@/lib/secrets/service";
import type { SignedInCtx } from "@/lib/web/context";
import type { OpenLink, ValueLinkMeta } from "./model";
import { findLink, listLinks } from "./service";

export interface AskPageData {
  readonly scope: EnvironmentRef;
  /** The secret that a new value is asked for; null: one that is not there yet. */
  readonly secret: string | null;
  /** The name that the address fills in for a new one. */
  readonly suggestedName: string;
  readonly links: readonly ValueLinkMeta[];
}

/** The page on which a value is asked for, with the links that are open. Throws `forbidden` for whoever may store none of it. */
export async function loadAskPage(
  ctx: SignedInCtx,
  scope: EnvironmentRef,
  asked: unknown,
): Promise<AskPageData> {
  const links = await listLinks(ctx, scope);
  const name = typeof asked === "string" && nameIssue(asked) === null ? asked : "";
  const secret = name === "" ? null : await findSecretIfThere(ctx, { ...scope, secret: { name } });
  const isAllowed = secret
    ? (await findRights(ctx, { ...scope, secret: { id: secret.id } })).rotate
    : mayEver(ctx, "secret.create");
  if (!isAllowed)
    throw new AppError("forbidden", "This needs the role Owner or Super Admin.", {
      facts: { needs: ["Owner", "Super Admin"] },
    });
  return { scope, secret: secret?.name ?? null, suggestedName: secret ? "" : name, links };
}

/** What the page of a link shows; null for a link that does not work, also while too many from the address did not. */
export async function loadGive(ctx: Ctx, token: string): Promise<OpenLink | null> {
  return findLink(ctx, token).catch((error: unknown) => {
    if (isAppError(error) && error.code === "throttled") return null;
    throw error;
  });
}
