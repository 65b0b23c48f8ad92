import { isAppError } from "@/lib/platform/app-error";

/** What `open` gives; null for what does not open where it is, which is left as it is. */
export function openIfIntact<T>(open: () => T): T | null {
  try {
    return open();
  } catch (error) {
    if (isAppError(error) && error.code === "sealBroken") return null;
    throw error;
  }
}
