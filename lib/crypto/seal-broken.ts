import { AppError } from "@/lib/platform/app-error";

/**
 * The one failure of everything in this folder. It has one text and no cause, so that whoever sees it learns
 * nothing about which check failed and no fragment of what was opened.
 */
export function sealBroken(): AppError {
  return new AppError(
    "sealBroken",
    "This value cannot be opened: it was damaged or moved, or its key is not here.",
  );
}
