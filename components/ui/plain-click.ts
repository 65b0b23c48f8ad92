import type { MouseEvent } from "react";

/** Whether a click on a link asks for a new tab, a new window or a download, and so is none of ours. */
export function isForTheBrowser(event: MouseEvent): boolean {
  return event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
}
