import "server-only";
import { forbidden, notFound } from "next/navigation";
import { isAppError } from "@/lib/platform/app-error";

/**
 * Loads what a page shows, and turns a refusal into the page for it with its real status: 404 for what is not there,
 * 403 for what is not for this role. Anything else goes to the error page.
 */
export async function loadPage<T>(load: Promise<T>): Promise<T> {
  try {
    return await load;
  } catch (error) {
    if (isAppError(error) && error.code === "notFound") notFound();
    if (isAppError(error) && error.code === "forbidden") forbidden();
    throw error;
  }
}
