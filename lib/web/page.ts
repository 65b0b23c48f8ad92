import "server-only";
import { forbidden, notFound } from "next/navigation";
import { cache } from "react";
import { isAppError } from "@/lib/platform/app-error";

/** Why this request was refused, for the page that says so. One per request. */
export const refusal = cache((): { needs: readonly string[] } => ({ needs: [] }));

/**
 * Loads what a page shows, and turns a refusal into the page for it with its real status: 404 for what is not there,
 * 403 for what is not for this role. Anything else goes to the error page.
 */
export async function loadPage<T>(load: Promise<T>): Promise<T> {
  try {
    return await load;
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === "notFound") notFound();
    if (error.code !== "forbidden") throw error;
    const { needs } = error.context.facts ?? {};
    refusal().needs = Array.isArray(needs) ? needs.map(String) : [];
    forbidden();
  }
}
