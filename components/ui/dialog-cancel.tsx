"use client";

import type { MouseEvent } from "react";
import { buttonStyle } from "./button-style";
import { isForTheBrowser } from "./plain-click";

/** Leaves the dialog it is in, by way of its question about unsaved text. Leads to `href` before hydration. */
export function DialogCancel({
  href,
  children = "Cancel",
}: {
  readonly href: string;
  readonly children?: string;
}) {
  const cancel = (event: MouseEvent<HTMLAnchorElement>) => {
    if (isForTheBrowser(event)) return;
    event.preventDefault();
    event.currentTarget.closest("dialog")?.dispatchEvent(new Event("cancel", { cancelable: true }));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button would do nothing before hydration
    <a role="button" href={href} className={buttonStyle("secondary", "medium")} onClick={cancel}>
      {children}
    </a>
  );
}
