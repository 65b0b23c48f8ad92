import "server-only";
import { forbidden, notFound, unstable_rethrow } from "next/navigation";
import { cache } from "react";
import { anonymousContext } from "./context";
import { toAppError } from "./failure";

/** Why this request was refused, for the page that says so. One per request. */
export const refusal = cache((): { needs: readonly string[] } => ({ needs: [] }));

/**
 * Loads what a page shows, and turns a refusal into the page for it with its real status: 404 for what is not there,
 * so for what no address of ours asks for, and 403 for what is not for this role. Anything else goes to the error page, which shows the request's id to look up.
 */
export async function loadPage<T>(load: Promise<T>): Promise<T> {
  try {
    return await load;
  } catch (error) {
    unstable_rethrow(error);
    const { request } = await anonymousContext();
    const { code, detail, context } = toAppError(error, request.id);
    if (code === "notFound" || code === "validation") notFound();
    if (code !== "forbidden") throw Object.assign(new Error(detail), { digest: request.id });
    const { needs } = context.facts ?? {};
    refusal().needs = Array.isArray(needs) ? needs.map(String) : [];
    forbidden();
  }
}
